import { listParkedLinesOperation } from '../../custody/routes'
import { factReason } from '../../facts/views'
import { listDeadLettersOperation } from '../../notify/log-routes'
import { listPaymentEventsOperation } from '../../payments/inbox'
import { listPayoutsOperation } from '../../payouts/routes'
import type { Say } from '../around'
import { page } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Money, Notice, When } from '../ui/text'

const reasonSaid = (reason: string, t: Say) => t(factReason(reason).zh, factReason(reason).en)
const cents = (fen: number | null) => (fen === null ? '—' : <Money fen={fen} />)

/** What came from the payment provider and fits no order: nothing of it moved money. */
page('GET', '/o/parked', 'operator', async ({ ask, t }) => {
  const query = { limit: '100' }
  const [events, lines] = await Promise.all([
    ask(listPaymentEventsOperation, { query: { ...query, outcome: 'parked' } }),
    ask(listParkedLinesOperation, { query }),
  ])
  return (
    <Frame title={t('挂账，等人处理', 'Parked, waiting for somebody')}>
      <h2>{t('支付通知', 'Payment notices')}</h2>
      {events.data.length === 0 ? (
        <Notice is="safe">{t('没有挂着的通知。', 'None.')}</Notice>
      ) : (
        <Grid
          caption={t('支付通知', 'Payment notices')}
          words={[1, 2, 3]}
          head={[
            t('哪一种', 'Type'),
            t('为什么', 'Why'),
            t('订单', 'Order'),
            t('收到', 'Received'),
            t('金额', 'Amount'),
          ]}
          rows={events.data.map((event) => [
            <code>{event.type}</code>,
            event.reason === null ? '' : reasonSaid(event.reason, t),
            event.purchase_id || '—',
            <When at={event.received_at} />,
            cents(event.amount_fen),
          ])}
        />
      )}
      <h2 id="lines">{t('支付机构账单', 'Provider statement lines')}</h2>
      {lines.data.length === 0 ? (
        <Notice is="safe">{t('每一行都对上了订单。', 'Every line has its order.')}</Notice>
      ) : (
        <Grid
          caption={t('支付机构账单', 'Provider statement lines')}
          words={[1, 2]}
          head={[
            t('哪一行', 'Line'),
            t('为什么', 'Why'),
            t('挂账', 'Parked'),
            t('金额', 'Gross'),
            t('手续费', 'Fee'),
          ]}
          rows={lines.data.map((line) => [
            <code>{line.ref}</code>,
            t(line.reason_text, line.reason_text_en),
            <When at={line.parked_at} />,
            cents(line.gross_fen),
            cents(line.fee_fen),
          ])}
        />
      )}
    </Frame>
  )
})

/** Deliveries and messages that used up their tries; the fact itself is in the books and reads as it happened. */
page('GET', '/o/dead-letters', 'operator', async ({ ask, c, t }) => {
  const cursor = c.req.query('cursor')
  const letters = await ask(listDeadLettersOperation, { query: cursor ? { cursor } : {} })
  const rows = letters.data
  return (
    <Frame title={t('没有送到的', 'Not delivered')}>
      <p class="note">
        {t(
          '推送和短信试到头也没送到的。钱和账不受影响；地址修好后，对方可以自己重放。',
          'Deliveries and messages that used up their tries. Money is not touched; receivers can replay.',
        )}
      </p>
      {rows.length === 0 ? (
        <Notice is="safe">{t('都送到了。', 'Everything was delivered.')}</Notice>
      ) : (
        <Grid
          caption={t('没有送到的', 'Not delivered')}
          words={[1, 2, 4]}
          head={[
            t('什么事', 'Event'),
            t('怎么送', 'By'),
            t('为什么', 'Why'),
            t('试了', 'Tries'),
            t('放弃', 'Given up'),
          ]}
          rows={rows.map((letter) => [
            <code>{letter.type}</code>,
            letter.kind === 'notice' ? t('短信', 'SMS') : t('推送', 'webhook'),
            letter.fault || '—',
            letter.tries,
            <When at={letter.dead_at} />,
          ])}
        />
      )}
      <More of={letters} href="/o/dead-letters" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

const STATES: Record<string, readonly [string, string]> = {
  created: ['待办', 'created'],
  unclear: ['等银行答复', 'unclear'],
  sent: ['银行在办', 'sent'],
  paid: ['已到账', 'paid'],
  rejected: ['银行没办', 'rejected'],
  returned: ['退回', 'returned'],
}
page('GET', '/o/payouts', 'operator', async ({ ask, c, t }) => {
  const cursor = c.req.query('cursor')
  const payouts = await ask(listPayoutsOperation, { query: cursor ? { cursor } : {} })
  const rows = payouts.data
  return (
    <Frame title={t('出款', 'Payouts')}>
      {rows.length === 0 ? (
        <p class="note">{t('还没有出过款。', 'None yet.')}</p>
      ) : (
        <Grid
          caption={t('出款', 'Payouts')}
          words={[1, 2, 3]}
          head={[
            t('日子', 'Day'),
            t('店', 'Shop'),
            t('到哪一步', 'State'),
            t('说明', 'Note'),
            t('金额', 'Amount'),
          ]}
          rows={rows.map((payout) => {
            const [zh, en] = STATES[payout.state] ?? ['—', '—']
            return [
              <time>{payout.day}</time>,
              <a href={`/o/merchants/${payout.merchant_id}`}>…{payout.merchant_id.slice(-6)}</a>,
              t(zh, en),
              t(payout.message, payout.message_en),
              <Money fen={payout.amount_fen} />,
            ]
          })}
        />
      )}
      <More of={payouts} href="/o/payouts" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})
