import type { Child } from 'hono/jsx'
import { InstantIn } from '../../environment/instant'
import { Refusal } from '../../kernel/refusals'
import { readCardOperation } from '../../readers/routes'
import {
  issuePayCodeKeyOperation,
  listRedemptionsOperation,
  readPayCodeOperation,
  renewPayCodeKeyOperation,
} from '../../redemptions/routes'
import type { Say } from '../around'
import { type AnswerFor, key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Code128, Digits } from '../look/code128'
import { Face } from '../look/face'
import { Disc, Icon } from '../look/icon'
import { Island } from '../ui/island'
import { Qr } from '../ui/qr'
import { unitsText } from '../ui/text'

page(
  'POST',
  '/c/cards/:id/code',
  'consumer',
  async ({ c, params, form, ask }) => {
    await ask(issuePayCodeKeyOperation, { params }, form.get('key') ?? undefined)
    const since = encodeURIComponent(c.var.world.now())
    return c.redirect(`/c/cards/${params.id}/code?since=${since}`, 303)
  },
  { again: '/c/cards/:id' },
)

/** 换一个码: the one that was shown is void, another is there. */
page(
  'POST',
  '/c/cards/:id/code/next',
  'consumer',
  async ({ c, params, form, ask }) => {
    await ask(renewPayCodeKeyOperation, { params }, form.get('key') ?? undefined)
    const since = encodeURIComponent(form.get('since') ?? c.var.world.now())
    return c.redirect(`/c/cards/${params.id}/code?since=${since}`, 303)
  },
  { again: '/c/cards/:id/code' },
)

type Use = AnswerFor<typeof listRedemptionsOperation, 'consumer'>['data'][number]
/** The use that happened since the code was first shown. */
async function usedSince({
  c,
  params,
  ask,
}: Visit<'consumer', '/c/cards/:id/code'>): Promise<Use | null> {
  const since = c.req.query('since')
  if (!InstantIn.safeParse(since).success) return null
  const query = { card_id: params.id, started_after: since, limit: '1' }
  const [newest] = (await ask(listRedemptionsOperation, { query })).data
  return newest ?? null
}
/** A use that waits for the PIN is answered on its own page. */
const asksPin = (used: Use | null): string | null =>
  used?.status === 'user_confirming' ? `/c/redemptions/${used.id}` : null

/** The code of this moment, or null where the holder has to ask for one: none yet, or all of them are used. */
const codeNow = (ask: Visit<'consumer'>['ask'], params: { id: string }): Promise<PayCode | null> =>
  ask(readPayCodeOperation, { params }).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'code_key_missing') return null
    throw error
  })

type PayCode = AnswerFor<typeof readPayCodeOperation, 'consumer'>
/** What was just paid, with what is left and the way to object; the next code stands under it. */
const Paid = ({ used, t }: { used: Use; t: Say }): Child => (
  <section class="card" role="status">
    <div class="with">
      <Disc is={used.status === 'succeeded' ? 'check' : 'x'} />
      <div>
        <p class="big">
          <b>{used.message}</b>
        </p>
        <p class="mute">{used.label}</p>
      </div>
    </div>
    <p>
      <a class="button plain" href={`/c/redemptions/${used.id}`}>
        {used.status === 'succeeded' ? t('不是您付的？', 'Not you?') : t('打开', 'Open')}
      </a>
    </p>
  </section>
)
/** The code for a camera, a gun and a voice, in that order; in 长辈版 the bars come last (pay.css). */
const Code = ({ code, t }: { code: PayCode | null; t: Say }): Child =>
  code ? (
    <>
      <Qr value={code.qr} label={t('消费码二维码，给店员扫', 'Pay code as a QR code')} />
      <Code128
        digits={code.digits}
        label={t('条形码，和二维码是同一个码', 'The same code as bars')}
      />
      <Digits of={code.digits} />
      <p class="small mute">
        {t('三个三个念给店员听。', 'Read out in threes. ')}
        <span data-seconds={code.refresh_after_s}>
          {t('每 30 秒换一次，用一次就作废', 'Changes every 30 seconds, good for one use')}
        </span>
      </p>
    </>
  ) : (
    <p>{t('按“换一个码”出下一个码。', 'Press “New code” for the next one.')}</p>
  )

page(
  'GET',
  '/c/cards/:id/code',
  'consumer',
  async (visit) => {
    const { c, params, ask, t } = visit
    const used = await usedSince(visit)
    const waits = asksPin(used)
    if (waits) return c.redirect(waits, 303)
    const [code, card] = await Promise.all([
      codeNow(ask, params),
      ask(readCardOperation, { params }),
    ])
    const since = c.req.query('since') ?? c.var.world.now()
    const query = `?since=${encodeURIComponent(since)}`
    const { name } = card.shop
    return (
      <Frame
        title={t(`${name}的消费码`, `Pay code for ${name}`)}
        refresh_s={code?.refresh_after_s}
        scripted
        tone="pay"
        sheet="pay"
        heading="own"
      >
        {used ? <Paid used={used} t={t} /> : null}
        <Face
          shop={card.shop}
          note={
            used
              ? t('下一个码，也只在这家店能用', 'The next code, only good at this shop')
              : t('这个码只在这家店能用', 'Only good at this shop')
          }
          title="h1"
          low
        />
        <section
          class="code"
          aria-label={t('消费码', 'Pay code')}
          id="code"
          data-part={`/c/cards/${params.id}/code/part${query}&seen=${used?.id ?? ''}`}
          data-offline={t(
            '网络不通，消费码暂停，没有扣钱。请让店员用“手机尾号 + 支付密码”核销。',
            'No network: the code pauses, and nothing was taken. The shop can take phone digits and your PIN.',
          )}
          data-again={t('再试一次', 'Try again')}
          data-left={t('秒后换新', ' s')}
        >
          <Code code={code} t={t} />
        </section>
        <p class="between">
          <span>
            {card.unit === 'fen' ? t('还能用 ', 'To spend ') : t('还剩 ', 'Left ')}
            <b>{unitsText(card.unit, card.remaining_units, t)}</b>
          </span>
          <span class="small">
            {t('扫不出来，把屏幕调亮', 'Hard to scan? Turn up the brightness')}
          </span>
        </p>
        <form method="post" action={`/c/cards/${params.id}/code/next`} class="buttons">
          {key()}
          <input type="hidden" name="since" value={since} />
          <button type="submit" class="plain">
            <Icon is="refresh-cw" />
            {t('换一个码', 'New code')}
          </button>
          <a class="button plain" href={`/c/cards/${params.id}`}>
            {t('看这张卡', 'See the card')}
          </a>
        </form>
        <Island name="code" />
      </Frame>
    )
  },
  { secret: true },
)

/** The code alone, for the page that renews itself; `X-Go` says where to go when it was used meanwhile. */
page(
  'GET',
  '/c/cards/:id/code/part',
  'consumer',
  async (visit) => {
    const { c, params, ask, t } = visit
    c.header('Cache-Control', 'no-store')
    const used = await usedSince(visit)
    if (used && (asksPin(used) || used.id !== c.req.query('seen'))) {
      const since = encodeURIComponent(c.req.query('since') ?? '')
      c.header('X-Go', asksPin(used) ?? `/c/cards/${params.id}/code?since=${since}`)
      return c.body(null, 204)
    }
    const code = await codeNow(ask, params)
    return c.html(String(<Code code={code} t={t} />))
  },
  { secret: true },
)
