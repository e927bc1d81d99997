import { listLedgerEntriesOperation, readTrialBalanceOperation } from '../../ledger/routes'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Amount, Empty, Money, When } from '../ui/text'
import { askedIn, signed } from './words'

type LedgerEntryAnswer = AnswerFor<typeof listLedgerEntriesOperation, 'bank'>['data'][number]

/** What each kind of account holds, and for whom (docs/ARCHITECTURE.md, where money stands). */
const KINDS: Record<string, [zh: string, en: string]> = {
  custody: ['专户', 'Custody'],
  psp: ['支付机构（在途）', 'Payment provider'],
  escrow: ['顾客可用', 'Consumers, free'],
  held: ['占用', 'Consumers, held'],
  refunding: ['退款中', 'Being refunded'],
  payable: ['应付店家', 'Payable to shops'],
  paying: ['出款中', 'Being paid out'],
  deposit: ['保证金', 'Deposits'],
  fees: ['已收待划的手续费', 'Fees held'],
  suspense: ['待查（已并入下面两个）', 'Suspense (moved)'],
  'suspense-in': ['待查，多的', 'Suspense, too much'],
  'suspense-out': ['待查，少的', 'Suspense, too little'],
  advance: ['提前放款', 'Advances'],
  interest: ['利息', 'Interest'],
}
/** Mirrors of money that stands elsewhere: kept negative in the books, shown here as the bank counts it. */
const MIRRORS = ['custody', 'psp', 'advance']
/** Why an entry was made, as the acts that make them call it. */
const REASONS: Record<string, [zh: string, en: string]> = {
  purchase_paid: ['顾客充值', 'Top-up'],
  provider_settled: ['支付机构入专户', 'Settled by the provider'],
  fee_advanced: ['平台垫付手续费', 'Fee advanced'],
  provider_fee_charged: ['向店家收手续费', 'Fee charged'],
  fee_taken: ['手续费划出', 'Fee taken'],
  redemption_succeeded: ['核销放款', 'Use'],
  units_held: ['占用', 'Held'],
  period_days_earned: ['期限卡按天放款', 'Days earned'],
  use_corrected: ['更正核销', 'Use corrected'],
  price_difference_kept: ['差价留存', 'Price difference'],
  payout_created: ['发起出款', 'Payout created'],
  payout_paid: ['出款到账', 'Payout paid'],
  payout_rejected: ['出款被拒', 'Payout rejected'],
  payout_returned: ['出款退回', 'Payout returned'],
  refund_set_aside: ['退款留出', 'Refund set aside'],
  refund_funded: ['退款出资', 'Refund funded'],
  refund_withdrawn: ['退款撤回', 'Refund withdrawn'],
  refund_taken_back: ['退款收回', 'Refund taken back'],
  refund_paid: ['退款付出', 'Refund paid'],
  deposit_received: ['收到保证金', 'Deposit received'],
  advance_granted: ['提前放款', 'Advance granted'],
  advance_repaid: ['归还提前放款', 'Advance repaid'],
  advance_set_off: ['抵扣提前放款', 'Advance set off'],
  break_resolved: ['两人解决差异', 'Break resolved'],
}
const kindOf = (id: string): [string, string] =>
  KINDS[id.split(':')[0] ?? ''] ?? [id.split(':')[0] ?? '', id]

page('GET', '/b/accounts', 'bank', async ({ ask, t }) => {
  const book = await ask(readTrialBalanceOperation)
  return (
    <Frame title={t('试算平衡', 'Trial balance')}>
      <p class="note">
        {t(
          '每一类账户加起来是多少。专户、支付机构、提前放款记作负数，与是谁的钱相抵，全部合计永远是 0。',
          'Every kind of account. The sum is always 0.',
        )}
      </p>
      <Grid
        caption={t('试算平衡', 'Trial balance')}
        head={[t('账户', 'Account'), t('个数', 'Count'), t('余额', 'Balance')]}
        rows={book.lines.map((line) => [
          t(...kindOf(line.account)),
          line.accounts_count,
          <Money fen={line.balance_fen} />,
        ])}
        sum={[t('合计', 'Sum'), '', <Money fen={book.sum_fen} />]}
      />
    </Frame>
  )
})

page('GET', '/b/accounts/:id', 'bank', async ({ ask, c, params, t }) => {
  const id = params.id
  const query = askedIn(c.req.url, ['cursor'])
  const entries = await ask(listLedgerEntriesOperation, { params: { id }, query })
  const rows = entries.data
  const [newest] = entries.data
  const side = MIRRORS.includes(id.split(':')[0] ?? '') ? -1 : 1
  const shown = (row: LedgerEntryAnswer, field: 'amount_fen' | 'balance_after_fen') =>
    row[field] * side || 0
  return (
    <Frame title={`${t(...kindOf(id))}${t('的分录', ': entries')}`}>
      <p class="note">
        <code>{id}</code>
      </p>
      {newest && !query.cursor ? <Amount fen={shown(newest, 'balance_after_fen')} /> : null}
      {rows.length === 0 ? (
        <Empty>{t('这个账户还没有分录。', 'No entries.')}</Empty>
      ) : (
        <Grid
          caption={t('分录', 'Entries')}
          head={[
            t('时间', 'When'),
            t('金额', 'Amount'),
            t('之后余额', 'Balance'),
            t('对方账户', 'Counter account'),
            t('事由', 'Reason'),
          ]}
          words={[3, 4]}
          rows={rows.map((row) => [
            <When at={row.event_at} />,
            signed(shown(row, 'amount_fen')),
            <Money fen={shown(row, 'balance_after_fen')} />,
            <a href={`/b/accounts/${encodeURIComponent(row.counter_account_id)}`}>
              {t(...kindOf(row.counter_account_id))}
            </a>,
            t(...(REASONS[row.reason] ?? [row.reason, row.reason])),
          ])}
        />
      )}
      {side === -1 ? (
        <p class="note">
          {t(
            '按钱的方向写：进来是正，出去是负。试算平衡里这类账户记作负数，与另一边相抵。',
            'As the money moved: in is positive.',
          )}
        </p>
      ) : null}
      <More
        of={entries}
        href={`/b/accounts/${encodeURIComponent(id)}`}
        word={t('更早的', 'Earlier')}
      />
    </Frame>
  )
})
