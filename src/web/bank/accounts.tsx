import { listLedgerEntriesOperation, readTrialBalanceOperation } from '../../ledger/routes'
import { type AnswerFor, page } from '../door'
import { accountKind, reasonWords } from '../figures/ledger-words'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Amount, Empty, Money, When } from '../ui/text'
import { askedIn, signed } from './words'

type LedgerEntryAnswer = AnswerFor<typeof listLedgerEntriesOperation, 'bank'>['data'][number]

/** Mirrors of money that stands elsewhere: kept negative in the books, shown here as the bank counts it. */
const MIRRORS = ['custody', 'psp', 'advance']
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
          t(...accountKind(line.account)),
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
    <Frame title={`${t(...accountKind(id))}${t('的分录', ': entries')}`}>
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
              {t(...accountKind(row.counter_account_id))}
            </a>,
            t(...reasonWords(row.reason)),
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
