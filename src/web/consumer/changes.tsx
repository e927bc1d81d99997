import type { FC } from 'hono/jsx'
import { GROUND_OF } from '../../changes/rules'
import { useSay } from '../around'
import { type Body, key, list, page, part, text } from '../door'
import { Frame } from '../frame'
import { Choice } from '../ui/form'
import { Empty, Facts, KIND_NAMES, Notice, When } from '../ui/text'

const KIND: Record<string, readonly [string, string]> = {
  move: ['店要搬走', 'The shop moves'],
  legal_representative: ['换法定代表人', 'New legal representative'],
  licence: ['换执照', 'New licence'],
  takeover: ['换经营者', 'New owner'],
}
const FACTS: Record<string, readonly [string, string]> = {
  name: ['新名称', 'New name'],
  address: ['新地址', 'New address'],
  legal_representative: ['新法定代表人', 'New representative'],
  licence_no: ['新执照', 'New licence'],
}

page('GET', '/c/changes', 'consumer', async ({ c, ask, t }) => {
  const changes = list((await ask('listChanges', { query: { limit: '20' } })).data)
  const cards = list((await ask('listCards', { query: { limit: '100' } })).data)
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
        <Change
          change={change}
          cards={cards.filter(({ merchant_id }) => merchant_id === change.merchant_id)}
        />
      ))}
    </Frame>
  )
})

/** The ground this change gives: under another one the shop would be asked first. */
const GROUND: Readonly<Record<string, string>> = GROUND_OF
const groundOf = (change: Body): string => GROUND[text(change, 'kind')] ?? 'shop_changed_hands'

const Change: FC<{ change: Body; cards: readonly Body[] }> = ({ change, cards }) => {
  const t = useSay()
  const facts = part(change, 'facts')
  const asks = change.kind === 'takeover' && change.status !== 'refused'
  return (
    <article class="card">
      <h2>
        {text(change, 'shop_name')}：{t(...(KIND[text(change, 'kind')] ?? ['变动', 'Change']))}
      </h2>
      <p>{text(change, 'message')}</p>
      <Facts
        of={[
          [t('从哪天起', 'From'), text(change, 'from_on')],
          ...Object.entries(FACTS).flatMap(([field, [zh, en]]) =>
            facts[field] ? [[t(zh, en), text(facts, field)] as const] : [],
          ),
          [t('登记于', 'Announced'), <When at={text(change, 'announced_at')} />],
        ]}
      />
      <p>
        {t('不想留下？', 'You may leave: ')}
        {text(change, 'leave_by')}
        {t(
          ' 之前退卡，按“不是您的原因”算。',
          ' is the last day on which leaving counts as not your doing.',
        )}
      </p>
      {asks ? cards.map((card) => <Answer change={change} card={card} />) : null}
      {cards.map((card) => (
        <p>
          <a class="inline" href={`/c/cards/${text(card, 'id')}/refund?ground=${groundOf(change)}`}>
            {t('退卡能拿回多少', 'What would I get back?')}（{nameOf(card)}）
          </a>
        </p>
      ))}
    </article>
  )
}
/** A stored-value card has no service of its own. */
const nameOf = (card: Body): string =>
  text(card, 'service') || (KIND_NAMES[text(card, 'kind')] ?? '')

const Answer: FC<{ change: Body; card: Body }> = ({ change, card }) => {
  const t = useSay()
  return (
    <form method="post" action={`/c/changes/${text(change, 'id')}/answers`}>
      {key()}
      <input type="hidden" name="card_id" value={text(card, 'id')} />
      <Choice
        name="answer"
        id={`answer-${text(card, 'id')}`}
        label={t(
          `${nameOf(card)}：同意新的经营者接手吗？`,
          `${nameOf(card)}: may the new owner take over?`,
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
    const done = await ask('answerTakeover', { params, body }, form.get('key') ?? undefined)
    const refund = done.refund_id
    const kept = '/c/changes?answered=consented'
    return c.redirect(typeof refund === 'string' ? `/c/refunds/${refund}` : kept, 303)
  },
  { again: '/c/changes' },
)
