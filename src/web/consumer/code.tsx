import type { Child } from 'hono/jsx'
import { readCardOperation } from '../../readers/routes'
import {
  issuePayCodeKeyOperation,
  listRedemptionsOperation,
  readPayCodeOperation,
} from '../../redemptions/routes'
import type { Say } from '../around'
import { type AnswerFor, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Code128, Digits } from '../look/code128'
import { Face } from '../look/face'
import { Icon } from '../look/icon'
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

/** The use that happened since the code was first shown: then the page turns into its result. */
async function usedSince({
  c,
  params,
  ask,
}: Visit<'consumer', '/c/cards/:id/code'>): Promise<string | null> {
  const since = c.req.query('since')
  if (since === undefined) return null
  const [newest] = (
    await ask(listRedemptionsOperation, { query: { card_id: params.id, limit: '1' } })
  ).data
  return newest && newest.started_at > since ? `/c/redemptions/${newest.id}` : null
}

type PayCode = AnswerFor<typeof readPayCodeOperation, 'consumer'>
/** The code for a camera, a gun and a voice, in that order; in 长辈版 the bars come last (pay.css). */
const Code = ({ code, t }: { code: PayCode; t: Say }): Child => (
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
)

page(
  'GET',
  '/c/cards/:id/code',
  'consumer',
  async (visit) => {
    const { c, params, ask, t } = visit
    const used = await usedSince(visit)
    if (used) return c.redirect(used, 303)
    const [code, card] = await Promise.all([
      ask(readPayCodeOperation, { params }),
      ask(readCardOperation, { params }),
    ])
    const since = c.req.query('since') ?? c.var.world.now()
    const query = `?since=${encodeURIComponent(since)}`
    return (
      <Frame
        title={t(`${code.merchant_name}的消费码`, `Pay code for ${code.merchant_name}`)}
        refresh_s={code.refresh_after_s}
        scripted
        tone="pay"
        sheet="pay"
        heading="own"
      >
        <Face
          shop={card.shop}
          note={t('这个码只在这家店能用', 'Only good at this shop')}
          title="h1"
          low
        />
        <section
          class="code"
          aria-label={t('消费码', 'Pay code')}
          id="code"
          data-part={`/c/cards/${params.id}/code/part${query}`}
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
        <div class="buttons">
          <a class="button plain" href={`/c/cards/${params.id}/code${query}`}>
            <Icon is="refresh-cw" />
            {t('换一个码', 'New code')}
          </a>
          <a class="button plain" href={`/c/cards/${params.id}`}>
            {t('看这张卡', 'See the card')}
          </a>
        </div>
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
    if (used) c.header('X-Go', used)
    if (used) return c.body(null, 204)
    const code = await ask(readPayCodeOperation, { params })
    return c.html(String(<Code code={code} t={t} />))
  },
  { secret: true },
)
