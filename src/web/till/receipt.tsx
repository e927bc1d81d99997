import type { FC } from 'hono/jsx'
import { correctRedemptionOperation } from '../../corrections/routes'
import { localDate } from '../../kernel/time'
import { readUsePayoutOperation } from '../../payouts/routes'
import { readRedemptionOperation } from '../../redemptions/routes'
import { readTillPinOperation } from '../../tills/routes'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Counted } from '../figures/history'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { Island } from '../ui/island'
import { hotlineIn } from '../ui/places'
import { Facts, Money, unitsText, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { fenIn } from '../ui/yuan'

type RedemptionAnswer = AnswerFor<typeof readRedemptionOperation, 'staff'>

/** What became of a redemption: done, waiting for the customer, or off. Prints as a 58 mm slip. */
page('GET', '/m/redemptions/:id', 'staff', async ({ c, params, ask, t, city, refusal }) => {
  const hotline = hotlineIn(city)
  const use = await ask(readRedemptionOperation, { params })
  const waits = use.status === 'user_confirming'
  const done = use.status === 'succeeded'
  const [money, pin] = done
    ? await Promise.all([ask(readUsePayoutOperation, { params }), ask(readTillPinOperation)])
    : [null, null]
  const today = localDate(c.var.world.now()) === localDate(use.started_at)
  return (
    <Frame
      title={waits ? t('等顾客确认', 'Waits for the customer') : t('小票', 'Slip')}
      refresh_s={waits ? 3 : undefined}
    >
      <div class="slip">
        <p class={`notice ${stateTone('use', use.status)}`} role="status" data-speak={use.message}>
          <strong>{use.message}</strong>
        </p>
        {waits ? (
          <p>
            {t(
              '这一页会自己更新。还没有扣钱，请别再扣一次。',
              'This page renews itself. Nothing was taken yet: do not charge again.',
            )}
          </p>
        ) : null}
        <Lines of={use} />
        {money ? <p class="note">{money.message}</p> : null}
        <p class="paper-only">
          {t(
            `疑问请拨 ${hotline}，报上面的单号。`,
            `Questions: call ${hotline} with the number above.`,
          )}
        </p>
      </div>
      <div class="buttons">
        <a class="button" href={`/m?last=${use.id}`}>
          {t('下一位', 'Next')}
        </a>
        <a class="button plain" href={`/m/cards/${use.card_id}`}>
          {t('看这张卡', 'See the card')}
        </a>
      </div>
      {done && use.counted_units > 0 ? (
        <Correct
          use={use}
          today={today}
          open={refusal !== null || c.req.query('undo') === '1'}
          asks_pin={pin?.is_set === true}
        />
      ) : null}
      <Island name="speak" />
    </Frame>
  )
})

/** The lines of a slip: where, what, how much, when. */
const Lines: FC<{ of: RedemptionAnswer }> = ({ of: use }) => {
  const t = useSay()
  return (
    <Facts
      of={[
        [t('店', 'Shop'), use.merchant_name],
        [t('项目', 'What'), use.label],
        [t('数量', 'How much'), <Counted use={use} />],
        ...(use.rest_units > 0
          ? [
              [
                t('余额不够，还要另收', 'Still to be paid in another way'),
                <b>{unitsText(use.unit, use.rest_units, t)}</b>,
              ] as const,
            ]
          : []),
        [t('店家入账', 'To the shop'), <Money fen={use.released_fen} />],
        ...(use.corrected_units > 0
          ? [[t('已退回', 'Given back'), unitsText(use.unit, use.corrected_units, t)] as const]
          : []),
        [t('时间', 'When'), <When at={use.started_at} />],
        [t('单号', 'No.'), <code>{use.id}</code>],
      ]}
    />
  )
}

/** A wrong amount is undone here: void today's, refund an older one or a part of it. */
const Correct: FC<{
  use: RedemptionAnswer
  today: boolean
  open: boolean
  asks_pin: boolean
}> = ({ use, today, open, asks_pin }) => {
  const t = useSay()
  const kinds = [
    ['void', t('撤销整笔（只限当天）', 'Void it (today only)')],
    ['refund', t('退回（店主或店长）', 'Give back (owner or manager)')],
  ] as const
  return (
    <details id="correct" open={open}>
      <summary>{t('打错了？撤销或退回', 'Wrong? Void or give back')}</summary>
      <form method="post" action={`/m/redemptions/${use.id}/corrections`} class="card">
        {key()}
        <Choice name="kind" label={t('怎么更正', 'How')} of={today ? kinds : kinds.slice(1)} />
        <Field
          name="units"
          label={t('只退一部分（不写就是全部）', 'Only a part (empty: all)')}
          hint={t('储值卡写金额（元），次卡写次数。', 'Yuan for stored value, visits otherwise.')}
          inputmode="decimal"
          autocomplete="off"
        />
        <Field name="reason" label={t('原因', 'Reason')} required minlength={2} maxlength={100} />
        {asks_pin ? (
          <Field
            name="till_pin"
            label={t('您自己的收银密码', 'Your own till PIN')}
            type="password"
            inputmode="numeric"
            autocomplete="off"
            pattern="\d{6}"
            required
          />
        ) : null}
        <button type="submit">{t('钱退回卡里', 'Give it back to the card')}</button>
      </form>
    </details>
  )
}

page(
  'POST',
  '/m/redemptions/:id/corrections',
  'staff',
  async ({ c, params, form, ask }) => {
    const use = await ask(readRedemptionOperation, { params })
    const said = form.get('units')?.trim() ?? ''
    const till_pin = form.get('till_pin')
    const units = use.unit === 'fen' ? (fenIn(said) ?? said) : Number(said)
    const body = {
      kind: form.get('kind') ?? '',
      reason: form.get('reason')?.trim() ?? '',
      ...(said ? { units } : {}),
      ...(till_pin ? { till_pin } : {}),
    }
    await ask(correctRedemptionOperation, { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/m/redemptions/${params.id}`, 303)
  },
  { again: '/m/redemptions/:id' },
)
