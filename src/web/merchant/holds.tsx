import type { FC } from 'hono/jsx'
import { captureBookingOperation, recordNoShowOperation } from '../../bookings/routes'
import { listHoldsOperation, readHoldOperation, voidHoldOperation } from '../../holds/routes'
import { actPage } from '../act-page'
import { type Say, useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Facts, Money, Notice, unitsText, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { fenIn } from '../ui/yuan'

type HoldAnswer = AnswerFor<typeof readHoldOperation, 'staff'>

const STATUS: Record<string, readonly [string, string]> = {
  held: ['占用中', 'Held'],
  contested: ['顾客有异议', 'Contested'],
  captured: ['已结清', 'Settled'],
  voided: ['已撤销', 'Voided'],
  expired: ['到期退回', 'Expired'],
}
/** What the shop said alone waits for the customer's word or silence. */
const stateOf = (hold: HoldAnswer, t: Say) =>
  hold.waits_for === 'holder'
    ? t('等顾客确认', 'Waits for the customer')
    : t(...(STATUS[hold.status] ?? ['', '']))

page('GET', '/m/holds', 'staff', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const holds = await ask(listHoldsOperation, {
    query: { limit: '20', ...(cursor ? { cursor } : {}) },
  })
  return (
    <Frame title={t('预约和占用', 'Bookings and held sums')}>
      <div class="buttons">
        <a class="button plain" href="/m/claims/new">
          {t('免码核销', 'Without a code')}
        </a>
      </div>
      {holds.data.length === 0 ? <Empty>{t('没有占用。', 'Nothing is held.')}</Empty> : null}
      {holds.data.map((hold) => (
        <article class="card">
          <div class="between">
            <h2>{hold.label}</h2>
            <span class="tag">{stateOf(hold, t)}</span>
          </div>
          <p>
            {unitsText(hold.unit, hold.units, t)}
            {hold.starts_at === null ? null : (
              <>
                {' · '}
                <When at={hold.starts_at} />
              </>
            )}
          </p>
          <a class="button plain" href={`/m/holds/${hold.id}`}>
            {t('打开', 'Open')}
          </a>
        </article>
      ))}
      <More of={holds} href="/m/holds" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

page('GET', '/m/holds/:id', 'staff', async ({ params, ask, t }) => {
  const hold = await ask(readHoldOperation, { params })
  const booking = hold.kind === 'booking'
  return (
    <Frame title={booking ? t('预约', 'Booking') : t('免码核销', 'Use without a code')}>
      <Notice is={stateTone('hold_shop', hold.status)} live>
        {hold.message}
      </Notice>
      <section class="card">
        <Facts
          of={[
            [t('状态', 'State'), stateOf(hold, t)],
            [t('项目', 'What'), hold.label],
            [t('预约', 'Asked'), unitsText(hold.unit, hold.units, t)],
            ...(hold.recorded_units === null
              ? []
              : [[t('登记了', 'Recorded'), unitsText(hold.unit, hold.recorded_units, t)] as const]),
            [t('价值', 'Worth'), <Money fen={hold.held_fen} />],
            ...(hold.contest_note === null
              ? []
              : [[t('顾客说', 'The customer says'), hold.contest_note] as const]),
            ...(hold.starts_at === null
              ? []
              : [[t('时间', 'When'), <When at={hold.starts_at} />] as const]),
          ]}
        />
      </section>
      {hold.may.includes('capture') ? <Capture hold={hold} /> : null}
      {hold.may.includes('void_by_shop') ? (
        <form method="post" action={`/m/holds/${params.id}/void`} class="card">
          {key()}
          <h2>{t('撤销，钱回卡里', 'Void: back to the card')}</h2>
          <Field name="reason" label={t('原因', 'Reason')} required minlength={2} maxlength={100} />
          <button type="submit" class="danger">
            {t('撤销', 'Void')}
          </button>
        </form>
      ) : null}
      <a class="button plain" href="/m/holds">
        {t('全部占用', 'All')}
      </a>
    </Frame>
  )
})
const Capture: FC<{ hold: HoldAnswer }> = ({ hold }) => {
  const t = useSay()
  const here = `/m/holds/${hold.id}`
  return (
    <>
      <form method="post" action={`${here}/capture`} class="card">
        {key()}
        <input type="hidden" name="unit" value={hold.unit} />
        <h2>{t('顾客来了：结清', 'The customer came: settle')}</h2>
        <Field
          name="units"
          label={
            hold.unit === 'fen'
              ? t('实际多少元（不超过占用）', 'Yuan really used')
              : t('实际几次（不超过占用）', 'Visits really used')
          }
          inputmode="decimal"
          required
        />
        <Field
          name="code"
          label={t('顾客的消费码', 'The customer’s code')}
          hint={t(
            '有码马上结清；没有码先登记，短信告诉顾客，等没有异议再付。',
            'With the code it is settled at once; without it the customer is asked first.',
          )}
          autocomplete="off"
          inputmode="numeric"
        />
        <button type="submit">{t('结清，多的退回卡里', 'Settle')}</button>
      </form>
      {hold.may.includes('no_show') ? (
        <form method="post" action={`${here}/no-show`} class="card">
          {key()}
          <p>
            {hold.no_show_bp === 0
              ? t('没来：按合同不收钱，全部退回卡里。', 'No-show: by contract all goes back.')
              : t(
                  `没来：按合同登记 ${hold.no_show_bp / 100}%，其余马上退回；顾客没有异议才付。`,
                  `No-show: ${hold.no_show_bp / 100}% by contract, paid if the customer does not object.`,
                )}
          </p>
          <button type="submit" class="plain">
            {t('顾客没来', 'No-show')}
          </button>
        </form>
      ) : null}
    </>
  )
}

const toHold = ({ id }: { id: string }) => `/m/holds/${id}`
actPage('/m/holds/:id/void', 'staff', {
  act: voidHoldOperation,
  says: ({ params, form }) => ({ params, body: { reason: form.get('reason')?.trim() ?? '' } }),
  leads: toHold,
  again: '/m/holds/:id',
})
actPage('/m/holds/:id/capture', 'staff', {
  act: captureBookingOperation,
  says: ({ params, form }) => {
    const typed = form.get('units')?.trim() ?? ''
    const code = form.get('code')?.trim() ?? ''
    const units = form.get('unit') === 'fen' ? (fenIn(typed) ?? typed) : Number(typed)
    return { params, body: { units, ...(code ? { code } : {}) } }
  },
  leads: toHold,
  again: '/m/holds/:id',
})
actPage('/m/holds/:id/no-show', 'staff', {
  act: recordNoShowOperation,
  says: ({ params }) => ({ params }),
  leads: toHold,
  again: '/m/holds/:id',
})
