import { type Body, list, number, page, text } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Amount, Empty, Money, When } from '../ui/text'
import { askedIn, rowsOf, signed } from './words'

/** What each kind of account holds, and for whom (docs/ARCHITECTURE.md, where money stands). */
const KINDS: Record<string, [zh: string, en: string]> = {
  custody: ['专户（我们的镜像，负数是钱在银行）', 'Custody, mirrored'],
  psp: ['支付机构（负数是钱在途）', 'Payment provider, mirrored'],
  escrow: ['顾客可用', 'Consumers, free'],
  held: ['占用', 'Consumers, held'],
  refunding: ['退款中', 'Being refunded'],
  payable: ['应付店家', 'Payable to shops'],
  paying: ['出款中', 'Being paid out'],
  deposit: ['保证金', 'Deposits'],
  fees: ['已收待划的手续费', 'Fees held'],
  suspense: ['待查', 'Suspense'],
  advance: ['提前放款（负数是放出去的）', 'Advances'],
  interest: ['利息', 'Interest'],
}
const kindOf = (id: string): [string, string] =>
  KINDS[id.split(':')[0] ?? ''] ?? [id.split(':')[0] ?? '', id]

page('GET', '/b/accounts', 'bank', async ({ ask, t }) => {
  const book = await ask('readTrialBalance')
  return (
    <Frame title={t('试算平衡', 'Trial balance')}>
      <p class="note">
        {t(
          '每一类账户加起来是多少。全部合计永远是 0。',
          'Every kind of account. The sum is always 0.',
        )}
      </p>
      <Grid
        caption={t('试算平衡', 'Trial balance')}
        head={[t('账户', 'Account'), t('个数', 'Count'), t('余额', 'Balance')]}
        rows={list(book.lines).map((line) => [
          t(...kindOf(text(line, 'account'))),
          number(line, 'accounts_count'),
          <Money fen={number(line, 'balance_fen')} />,
        ])}
        sum={[t('合计', 'Sum'), '', <Money fen={number(book, 'sum_fen')} />]}
      />
    </Frame>
  )
})

page('GET', '/b/accounts/:id', 'bank', async ({ ask, c, params, t }) => {
  const id = params.id ?? ''
  const query = askedIn(c.req.url, ['cursor'])
  const entries = await ask('listLedgerEntries', { params: { id }, query })
  const rows = rowsOf(entries)
  const newest: Body | undefined = rows[0]
  return (
    <Frame title={`${t(...kindOf(id))} ${t('的分录', 'entries')}`}>
      <p class="note">
        <code>{id}</code>
      </p>
      {newest && !query.cursor ? <Amount fen={number(newest, 'balance_after_fen')} /> : null}
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
            <When at={text(row, 'event_at')} />,
            signed(number(row, 'amount_fen')),
            <Money fen={number(row, 'balance_after_fen')} />,
            <a href={`/b/accounts/${encodeURIComponent(text(row, 'counter_account_id'))}`}>
              {t(...kindOf(text(row, 'counter_account_id')))}
            </a>,
            <code>{text(row, 'reason')}</code>,
          ])}
        />
      )}
      <More
        of={entries}
        href={`/b/accounts/${encodeURIComponent(id)}`}
        word={t('更早的', 'Earlier')}
      />
    </Frame>
  )
})
