import type { FC } from 'hono/jsx'
import { listInsiderMarksOperation, recogniseUseOperation } from '../../insiders/routes'
import { spoken, spokenEn } from '../../kernel/time'
import { readCardOperation } from '../../readers/routes'
import {
  cancelRedemptionOperation,
  confirmRedemptionOperation,
  listRedemptionsOperation,
  readRedemptionOperation,
} from '../../redemptions/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Counted, Total } from '../figures/history'
import { Frame } from '../frame'
import { Row, Rows } from '../look/rows'
import { Field } from '../ui/form'
import { ReadAloud } from '../ui/island'
import { useHotline } from '../ui/places'
import { Grid, More } from '../ui/table'
import { Facts, Money, Notice, unitsText, When } from '../ui/text'
import { stateTone } from '../ui/tones'

type RedemptionAnswer = AnswerFor<typeof readRedemptionOperation, 'consumer'>

/** Where the message about a settled use leads: to the use, after a sign-in. */
page('GET', '/u/:id', 'public', async ({ c, params }) =>
  c.redirect(`/c/redemptions/${encodeURIComponent(params.id)}`, 302),
)

/** A use that waits for its holder: what, how much, and that nothing was taken yet. */
export const Confirm: FC<{ use: RedemptionAnswer }> = ({ use }) => {
  const t = useSay()
  return (
    <form method="post" action={`/c/redemptions/${use.id}`} class="card warn">
      <h2>
        {use.merchant_name}
        {t('要扣 ', ' asks for ')}
        {unitsText(use.unit, use.units, t)}
      </h2>
      <p>
        {use.label}。{t('还没有扣钱。', 'Nothing was taken yet.')}
        {use.confirm_by !== null
          ? t(
              `${spoken(use.confirm_by)}前不确认，就自动取消。`,
              `Cancels itself at ${spokenEn(use.confirm_by)}.`,
            )
          : null}
      </p>
      {key()}
      <Field
        name="pin"
        id={`pin-${use.id.slice(-6)}`}
        label={t('支付密码（6 位）', 'PIN (6 digits)')}
        inputmode="numeric"
        type="password"
        autocomplete="off"
      />
      <div class="buttons">
        <button type="submit" name="do" value="confirm">
          {t('确认付款', 'Confirm')}
        </button>
        <button type="submit" name="do" value="cancel" class="danger">
          {t('不是我，取消', 'Not me, cancel')}
        </button>
      </div>
      <p>
        <a class="inline" href={`/c/pin?next=${encodeURIComponent(`/c/redemptions/${use.id}`)}`}>
          {t('没有支付密码？先设一个', 'No PIN yet? Set one')}
        </a>
      </p>
    </form>
  )
}

/** What the holder can do when a settled use is wrong: stop the card first, then say so. */
const Wrong: FC<{ use: RedemptionAnswer }> = ({ use }) => {
  const t = useSay()
  const number = useHotline()
  const name = encodeURIComponent(use.merchant_name)
  return (
    <section class="card" id="wrong">
      <h2>{t('我有异议', 'Something is wrong')}</h2>
      <Rows>
        <Row
          href={`/c/cards/${use.card_id}/care`}
          icon="lock"
          tone="bad"
          title={t('不是我用的：挂失这张卡', 'It was not me: freeze the card')}
          note={t(
            '消费码马上全部作废，剩下的钱谁也用不了',
            'All codes die at once; nobody spends the rest',
          )}
        />
        <Row
          href={`/tips/new?kind=report&name=${name}`}
          icon="flag"
          tone="warn"
          title={t('数目不对、没有用过：告诉平台', 'Wrong sum, or never used: tell us')}
          note={t(
            '写上单号；店家更正的，退回卡里会短信告诉您',
            'Give the number; what is given back is told by SMS',
          )}
        />
        <Row
          href={`tel:${number}`}
          icon="phone"
          title={t(`打 ${number}`, `Call ${number}`)}
          note={t('店家不认，打这个', 'If the shop does not agree')}
        />
      </Rows>
    </section>
  )
}

type MarkAnswer = AnswerFor<typeof listInsiderMarksOperation, 'consumer'>['data'][number]
/** A use that looks as if the shop had made it up: its holder says whether it was them. */
const Recognise: FC<{ use: RedemptionAnswer; mark: MarkAnswer | undefined }> = ({ use, mark }) => {
  const t = useSay()
  if (!mark) return null
  return (
    <form method="post" action={`/c/redemptions/${use.id}/recognition`} class="card warn">
      {key()}
      <h2>{t('这笔是您用的吗？', 'Was it you?')}</h2>
      <p>
        {t(
          `${mark.message}。这笔钱先没有付给店家。`,
          `${mark.message_en}. The shop was not paid yet.`,
        )}
      </p>
      <button type="submit" class="plain">
        {t('是我用的', 'It was me')}
      </button>
    </form>
  )
}
actPage('/c/redemptions/:id/recognition', 'consumer', {
  act: recogniseUseOperation,
  says: ({ params }) => ({ params }),
  leads: ({ id }) => `/c/redemptions/${id}`,
  again: '/c/redemptions/:id',
})

page('GET', '/c/redemptions/:id', 'consumer', async ({ params, ask, t }) => {
  const use = await ask(readRedemptionOperation, { params })
  const marks = await ask(listInsiderMarksOperation, {
    query: { redemption_id: params.id, is_withheld: 'true' },
  })
  const unit = use.unit
  const waits = use.status === 'user_confirming'
  return (
    <Frame title={use.merchant_name}>
      {waits ? <Confirm use={use} /> : null}
      {waits ? null : (
        <Notice is={stateTone('use', use.status)} live>
          <strong>{t(use.message, use.message_en)}</strong>
        </Notice>
      )}
      <section class="card">
        <Facts
          of={[
            [t('项目', 'What'), use.label],
            [t('用掉', 'Used'), <Counted use={use} />],
            ...(use.corrected_units > 0
              ? [[t('已退回', 'Given back'), unitsText(unit, use.corrected_units, t)] as const]
              : []),
            [t('付给店家', 'Paid to the shop'), <Money fen={use.counted_fen} />],
            ...(use.escrow_after_fen === null
              ? []
              : [
                  [
                    t('之后卡里的钱', 'On the card afterwards'),
                    <Money fen={use.escrow_after_fen} />,
                  ] as const,
                ]),
            [t('时间', 'When'), <When at={use.started_at} />],
            ...(use.terminal === null
              ? []
              : [[t('经手', 'Rung up by'), use.terminal.name] as const]),
            [t('单号', 'No.'), <code>{use.id}</code>],
          ]}
        />
      </section>
      <Recognise use={use} mark={marks.data[0]} />
      {use.status === 'succeeded' ? <Wrong use={use} /> : null}
      {use.status === 'succeeded' ? (
        <p>
          <a class="inline" href={`/c/redemptions/${use.id}/rating`}>
            {t('评价这家店', 'Rate the shop')}
          </a>
        </p>
      ) : null}
      <div class="buttons">
        <a class="button" href={`/c/cards/${use.card_id}`}>
          {t('知道了', 'OK')}
        </a>
        <ReadAloud />
      </div>
    </Frame>
  )
})
page(
  'POST',
  '/c/redemptions/:id',
  'consumer',
  async ({ c, params, form, ask }) => {
    const key = form.get('key') ?? undefined
    const body = { pin: form.get('pin') ?? '' }
    const done =
      form.get('do') === 'confirm'
        ? await ask(confirmRedemptionOperation, { params, body }, key)
        : await ask(cancelRedemptionOperation, { params }, key)
    return c.redirect(`/c/redemptions/${done.id}`, 303)
  },
  { again: '/c/redemptions/:id' },
)

page('GET', '/c/cards/:id/uses', 'consumer', async ({ c, params, ask, t }) => {
  const cursor = c.req.query('cursor')
  const [card, uses] = await Promise.all([
    ask(readCardOperation, { params }),
    ask(listRedemptionsOperation, {
      query: { card_id: params.id, limit: '50', ...(cursor ? { cursor } : {}) },
    }),
  ])
  const shop = card.shop.name
  return (
    <Frame title={t(`${shop}：明细`, `${shop}: uses`)}>
      <Grid
        caption={t('明细', 'Uses')}
        head={[t('什么', 'What'), t('用掉', 'Used'), t('付给店家', 'To the shop')]}
        rows={uses.data.map((use) => [
          <>
            <a class="inline" href={`/c/redemptions/${use.id}`}>
              {use.label}
            </a>
            <span class="hint">
              <When at={use.started_at} />
            </span>
          </>,
          <Counted use={use} />,
          <Money fen={use.counted_fen} />,
        ])}
      />
      <Total card={card} />
      <More of={uses} href={`/c/cards/${params.id}/uses`} word={t('更早的', 'Earlier')} />
    </Frame>
  )
})
