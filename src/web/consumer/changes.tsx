import type { FC } from 'hono/jsx'
import { answerTakeoverOperation, listChangesOperation } from '../../changes/routes'
import { CHANGE_GROUNDS } from '../../changes/rules'
import { listCardsOperation } from '../../readers/routes'
import { type Say, useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Choice } from '../ui/form'
import { Empty, Facts, kindName, Notice, When } from '../ui/text'

type ChangeAnswer = AnswerFor<typeof listChangesOperation, 'consumer'>['data'][number]
type CardAnswer = AnswerFor<typeof listCardsOperation, 'consumer'>['data'][number]

const KIND: Record<string, readonly [string, string]> = {
  move: ['店要搬走', 'The shop moves'],
  legal_representative: ['换法定代表人', 'New legal representative'],
  licence: ['换执照', 'New licence'],
  takeover: ['换经营者', 'New owner'],
}
const FACTS = [
  ['name', '新名称', 'New name'],
  ['address', '新地址', 'New address'],
  ['legal_representative', '新法定代表人', 'New representative'],
  ['licence_no', '新执照', 'New licence'],
] as const

page('GET', '/c/changes', 'consumer', async ({ c, ask, t }) => {
  const changes = (await ask(listChangesOperation, { query: { limit: '20' } })).data
  const shops = [...new Set(changes.map(({ merchant_id }) => merchant_id))]
  const held = await Promise.all(
    shops.map((merchant_id) => ask(listCardsOperation, { query: { merchant_id, limit: '100' } })),
  )
  const cards_at = new Map(shops.map((id, i) => [id, held[i]?.data ?? []]))
  return (
    <Frame title={t('店家的变动', 'Changes at my shops')}>
      {c.req.query('answered') === 'consented' ? (
        <Notice is="safe" live>
          {t('您同意了，卡照常用，钱没有动。', 'You agreed: the card stays, no money moved.')}
        </Notice>
      ) : null}
      {changes.length === 0 ? (
        <Empty>{t('您的店没有变动。', 'Nothing changes at your shops.')}</Empty>
      ) : null}
      {changes.map((change) => (
        <Change change={change} cards={cards_at.get(change.merchant_id) ?? []} />
      ))}
    </Frame>
  )
})

/** The ground this change gives: under another one the shop would be asked first. */
const GROUND: Readonly<Record<string, string>> = CHANGE_GROUNDS
const groundOf = (change: ChangeAnswer): string => GROUND[change.kind] ?? 'shop_changed_hands'

const Change: FC<{ change: ChangeAnswer; cards: readonly CardAnswer[] }> = ({ change, cards }) => {
  const t = useSay()
  const facts = change.facts
  const asks = change.kind === 'takeover' && change.status !== 'refused'
  return (
    <article class="card">
      <h2>
        {change.merchant_name}：{t(...(KIND[change.kind] ?? ['变动', 'Change']))}
      </h2>
      <p>{change.message}</p>
      <Facts
        of={[
          [t('从哪天起', 'From'), change.from_on],
          ...FACTS.flatMap(([field, zh, en]) =>
            facts[field] ? [[t(zh, en), facts[field]] as const] : [],
          ),
          [t('登记于', 'Announced'), <When at={change.announced_at} />],
        ]}
      />
      <p>
        {t('不想留下？', 'You may leave: ')}
        {change.leave_by}
        {t(
          ' 之前退卡，按“不是您的原因”算。',
          ' is the last day on which leaving counts as not your doing.',
        )}
      </p>
      {asks ? cards.map((card) => <Answer change={change} card={card} />) : null}
      {cards.map((card) => (
        <p>
          <a class="inline" href={`/c/cards/${card.id}/refund?ground=${groundOf(change)}`}>
            {t('退卡能拿回多少', 'What would I get back?')}（{nameOf(card, t)}）
          </a>
        </p>
      ))}
    </article>
  )
}
/** A stored-value card has no service of its own. */
const nameOf = (card: CardAnswer, t: Say): string => card.service || kindName(card.kind, t)

const Answer: FC<{ change: ChangeAnswer; card: CardAnswer }> = ({ change, card }) => {
  const t = useSay()
  return (
    <form method="post" action={`/c/changes/${change.id}/answers`}>
      {key()}
      <input type="hidden" name="card_id" value={card.id} />
      <Choice
        name="answer"
        id={`answer-${card.id}`}
        label={t(
          `${nameOf(card, t)}：同意新的经营者接手吗？`,
          `${nameOf(card, t)}: may the new owner take over?`,
        )}
        hint={t('不同意，就按“不是您的原因”退给您。', 'If not, you are refunded in full.')}
        of={[
          ['consented', t('同意，卡照常用', 'Yes, keep the card')],
          ['declined', t('不同意，退给我', 'No, refund me')],
        ]}
      />
      <button type="submit">{t('就这样', 'Answer')}</button>
    </form>
  )
}
page(
  'POST',
  '/c/changes/:id/answers',
  'consumer',
  async ({ c, params, form, ask }) => {
    const body = { card_id: form.get('card_id') ?? '', answer: form.get('answer') ?? '' }
    const done = await ask(answerTakeoverOperation, { params, body }, form.get('key') ?? undefined)
    const refund = done.refund_id
    const kept = '/c/changes?answered=consented'
    return c.redirect(refund !== null ? `/c/refunds/${refund}` : kept, 303)
  },
  { again: '/c/changes' },
)
