import type { FC } from 'hono/jsx'
import { readCardOperation } from '../../readers/routes'
import { readRefundQuoteOperation, requestRefundOperation } from '../../refunds/routes'
import { type GroundName, grounds } from '../../refunds/words'
import { useSay } from '../around'
import { BothLanguages } from '../calculator/derivation'
import { type AnswerFor, key, page } from '../door'
import { Contested } from '../figures/contested'
import { Derivation } from '../figures/derivation'
import { Frame } from '../frame'
import { Row, Rows } from '../look/rows'
import { Article } from '../ui/article'
import { Words } from '../ui/form'
import { Amount, Money, Notice } from '../ui/text'
import { Readings } from './refund-readings'

type RefundQuoteAnswer = AnswerFor<typeof readRefundQuoteOperation, 'consumer'>
type LotAnswer = AnswerFor<typeof readRefundQuoteOperation, 'consumer'>['lots'][number]

/** What a holder may say; an expiry asks by itself. */
const SAID: readonly { title: readonly [string, string]; of: readonly GroundName[] }[] = [
  {
    title: ['店家的原因', 'Because of the shop'],
    of: [
      'service_not_delivered',
      'price_or_quality_changed',
      'misled',
      'shop_moved',
      'shop_closed',
      'shop_changed_hands',
    ],
  },
  { title: ['谁也不怪', "Nobody's fault"], of: ['health', 'moved_away', 'force_majeure'] },
  { title: ['我自己的原因', 'My own wish'], of: ['cooling_off', 'own_wish'] },
]
const groundIn = (said: string | null | undefined): GroundName | undefined =>
  said && Object.hasOwn(grounds, said) ? (said as GroundName) : undefined

const Grounds: FC<{ card_id: string }> = ({ card_id }) => {
  const t = useSay()
  return (
    <>
      <p>
        {t('为什么退？说出来，我们按法律算给您看。', 'Why? Say so, and see what the law gives.')}
      </p>
      {SAID.map(({ title, of }) => (
        <section class="card">
          <h2>{t(...title)}</h2>
          <Rows>
            {of.map((ground) => (
              <Row
                href={`/c/cards/${card_id}/refund?ground=${ground}`}
                title={t(grounds[ground].text, grounds[ground].en)}
              />
            ))}
          </Rows>
        </section>
      ))}
    </>
  )
}

page('GET', '/c/cards/:id/refund', 'consumer', async ({ c, params, form, ask, t, refusal }) => {
  const ground = groundIn(refusal ? form.get('ground') : c.req.query('ground'))
  const card = await ask(readCardOperation, { params })
  const shop = card.shop.name
  if (!ground)
    return (
      <Frame title={t(`退${shop}的卡`, `Refund: ${shop}`)}>
        <Grounds card_id={card.id} />
      </Frame>
    )
  const quote = await ask(readRefundQuoteOperation, {
    params,
    query: { cause: grounds[ground].cause },
  })
  const lots = quote.lots
  const lot = lots.find(({ lot_id }) => lot_id === (form.get('lot_id') ?? c.req.query('lot')))
  return (
    <Frame title={t(`退${shop}的卡`, `Refund: ${shop}`)}>
      <p class="between">
        <span>
          {t('原因', 'Reason')}：<strong>{t(grounds[ground].text, grounds[ground].en)}</strong>
        </span>
        <a href={`/c/cards/${params.id}/refund`}>{t('换一个', 'Change')}</a>
      </p>
      {lot ? <OneLot lot={lot} /> : <Sum quote={quote} />}
      {lot ? null : <Readings quote={quote} />}
      <Ask card_id={card.id} ground={ground} quote={quote} lot={lot} />
      <Which here={`/c/cards/${params.id}/refund?ground=${ground}`} lots={lots} lot={lot} />
      <How lots={lot ? [lot] : lots} />
    </Frame>
  )
})

/** By which way: what somebody else paid for goes to the holder's own account, never back to the payer. */
const goesBack = (quote: RefundQuoteAnswer, t: ReturnType<typeof useSay>): string =>
  !quote.needs_account
    ? t('没有争议，马上原路退回。', 'Undisputed: it goes back at once the way you paid.')
    : t(
        '没有争议。别人付款的部分退到您本人的银行账户，提交后填账号；其余马上原路退回。',
        'Undisputed. What somebody else paid goes to your own bank account, asked for next; the rest goes back the way you paid.',
      )

/** What comes back, what at once, and for what the shop is asked first. */
const Sum: FC<{ quote: RefundQuoteAnswer }> = ({ quote }) => {
  const t = useSay()
  const disputed_fen = quote.disputed_fen
  return (
    <section class="card">
      <p class="mute">{t('能退回', 'You get back')}</p>
      <Amount fen={quote.total_fen} />
      {disputed_fen > 0 ? (
        <p>
          {t('其中 ', 'Of it ')}
          <strong>
            <Money fen={quote.undisputed_fen} />
          </strong>
          {t('没有争议，马上退；', ' is undisputed and goes out at once; ')}
          <strong>
            <Money fen={disputed_fen} />
          </strong>
          {t(
            '要先问店家，5 个工作日内店家不答复，就自动退给您。',
            ' waits for the shop: no answer within 5 working days, and it is yours.',
          )}
        </p>
      ) : (
        <p>{goesBack(quote, t)}</p>
      )}
      <Contested fen={quote.contested_fen} />
      {quote.notices.map((notice) => (
        <p class="small mute">
          <BothLanguages of={notice} /> <Article of={notice.article} />
        </p>
      ))}
    </section>
  )
}
/** One payment alone: the others stay on the card. */
const OneLot: FC<{ lot: LotAnswer }> = ({ lot }) => {
  const t = useSay()
  return (
    <section class="card">
      <p class="mute">{t('只退这一笔，能退回', 'This payment alone gives back')}</p>
      <Amount fen={lot.amount_fen} />
      <p>
        {lot.label}
        {t(
          '。没有争议的部分马上退；要问店家的，5 个工作日内不答复就自动退给您。',
          '. What is undisputed goes out at once; for the rest the shop has 5 working days to answer.',
        )}
      </p>
    </section>
  )
}
/** A card with several payments may give back one of them. */
const Which: FC<{ here: string; lots: readonly LotAnswer[]; lot: LotAnswer | undefined }> = ({
  here,
  lots,
  lot,
}) => {
  const t = useSay()
  if (lots.length < 2) return null
  return (
    <section class="card">
      <h2>{t('只想退其中一笔？', 'Only one of the payments?')}</h2>
      <Rows>
        {lot ? <Row href={here} title={t('整张卡都退', 'The whole card')} /> : null}
        {lots
          .filter((one) => one !== lot)
          .map((one) => (
            <Row
              href={`${here}&lot=${one.lot_id}`}
              title={one.label}
              right={<Money fen={one.amount_fen} />}
            />
          ))}
      </Rows>
    </section>
  )
}
type Asked = {
  card_id: string
  ground: GroundName
  quote: RefundQuoteAnswer
  lot: LotAnswer | undefined
}
const Ask: FC<Asked> = ({ card_id, ground, quote, lot }) => {
  const t = useSay()
  const total_fen = lot ? lot.amount_fen : quote.total_fen
  if (total_fen === 0)
    return (
      <Notice is="warn">
        {t(
          '按这个原因，这张卡没有可退的钱了。没有办任何事，卡照常使用。',
          'For this reason nothing is left to refund. Nothing was done; the card stays as it is.',
        )}
      </Notice>
    )
  return (
    <form method="post" action={`/c/cards/${card_id}/refund`} class="card">
      {key()}
      <input type="hidden" name="ground" value={ground} />
      <input type="hidden" name="expected_fen" value={String(total_fen)} />
      {lot ? <input type="hidden" name="lot_id" value={lot.lot_id} /> : null}
      <Words
        name="note"
        label={t('想补充的话（可以不写）', 'Anything to add (optional)')}
        maxlength={500}
      />
      <p>
        {lot
          ? t(
              '退款后，这一笔就不能再用了，其余照常。',
              'This payment ends; the others stay usable.',
            )
          : t('退款后，这张卡就不能再用了。', 'After the refund the card can no longer be used.')}
      </p>
      <div class="buttons">
        <button type="submit">
          {t('退回 ', 'Refund ')}
          <Money fen={total_fen} />
        </button>
        <a class="button plain" href={`/c/cards/${card_id}`}>
          {t('先不退', 'Not now')}
        </a>
      </div>
    </form>
  )
}
const How: FC<{ lots: readonly LotAnswer[] }> = ({ lots }) => {
  const t = useSay()
  return (
    <details open>
      <summary>{t('一笔一笔怎么算的', 'How it is counted')}</summary>
      {lots.map((lot, i) => (
        <Derivation
          caption={`${lots.length > 1 ? `${i + 1}. ` : ''}${lot.label}`}
          figure={lot.basis === 'consumer_cause' ? lot.consumer_cause : lot.not_consumer_cause}
        />
      ))}
    </details>
  )
}

page(
  'POST',
  '/c/cards/:id/refund',
  'consumer',
  async ({ c, params, form, ask }) => {
    const note = form.get('note')?.trim()
    const lot_id = form.get('lot_id')
    const body = {
      ground: form.get('ground') ?? '',
      expected_fen: Number(form.get('expected_fen')),
      ...(note ? { note } : {}),
      ...(lot_id ? { lot_ids: [lot_id] } : {}),
    }
    const refund = await ask(requestRefundOperation, { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/c/refunds/${refund.id}`, 303)
  },
  { again: '/c/cards/:id/refund' },
)
