import type { FC } from 'hono/jsx'
import { listBankCoverageDaysOperation } from '../../closes/routes'
import { readCustodyOperation } from '../../custody/routes'
import { listDepositsOperation } from '../../ends/deposit-routes'
import { yuan } from '../../kernel/money'
import { listLedgerEntriesOperation } from '../../ledger/routes'
import { readMerchantOperation } from '../../merchants/routes'
import { listPayoutsOperation } from '../../payouts/routes'
import { useSay } from '../around'
import { ratioText } from '../closes/coverage'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Empty, Facts, Money, Notice, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { Deposits } from './deposit'
import { PayoutRows } from './payout-rows'
import { askedIn, dayWord, orNone } from './words'

type CustodyAnswer = AnswerFor<typeof readCustodyOperation, 'bank'>
type BankCoverageDayAnswer = AnswerFor<typeof listBankCoverageDaysOperation, 'bank'>['data'][number]
type MerchantAnswer = AnswerFor<typeof readMerchantOperation, 'bank'>

/** One shop's custody account: the bank's balance beside ours, what is on its way, and its days. */
page('GET', '/b/merchants/:id', 'bank', async ({ ask, c, params, t }) => {
  const id = params.id
  const [shop, custody, days, payouts, deposits, held] = await Promise.all([
    ask(readMerchantOperation, { params }),
    ask(readCustodyOperation, { params }),
    ask(listBankCoverageDaysOperation, { params, query: { limit: '14' } }),
    ask(listPayoutsOperation, { query: { merchant_id: id, limit: '5' } }),
    ask(listDepositsOperation, { params, query: { limit: '10' } }),
    ask(listLedgerEntriesOperation, { params: { id: `deposit:${id}` }, query: { limit: '1' } }),
  ])
  const said = askedIn(c.req.url, ['done'])
  return (
    <Frame title={shop.name}>
      {said.done ? <Done what={said.done} /> : null}
      <Agreement custody={custody} newest={days.data[0]} />
      <Balances of={custody} />
      <div class="halves">
        <section class="card" aria-label={t('专户', 'Custody account')}>
          <h2>{t('专户', 'Custody account')}</h2>
          <Account shop={shop} custody={custody} />
        </section>
        <section class="card" aria-label={t('保证金', 'Deposit')}>
          <h2>{t('保证金', 'Deposit')}</h2>
          <p>
            {t('现有：', 'Held: ')}
            <a class="inline" href={`/b/accounts/deposit:${id}`}>
              {yuan(held.data[0]?.balance_after_fen ?? 0)}
            </a>
          </p>
          <Deposits id={id} rows={deposits.data} />
        </section>
      </div>
      <h2>{t('逐日覆盖', 'Coverage by day')}</h2>
      <Days rows={days.data} id={id} />
      <h2>{t('近来的出款指令', 'Recent payouts')}</h2>
      <PayoutRows rows={payouts.data} />
      <Ways id={id} />
    </Frame>
  )
})

const DONE: Record<string, [string, string]> = {
  deposit: [
    '已登记收到的保证金，等另一个人复核，见下面“保证金”。',
    'The deposit was typed in; a colleague must agree, see below.',
  ],
  agreed: [
    '已复核，正在记入专户；对账单证实后算数。',
    'Agreed; it counts once the statement shows it.',
  ],
  refused: ['这笔保证金已作废，没有动钱。', 'The deposit was refused; no money moved.'],
}
const Done: FC<{ what: string }> = ({ what }) => {
  const t = useSay()
  const words = DONE[what]
  return words ? (
    <Notice is="safe" live>
      {t(...words)}
    </Notice>
  ) : null
}

/** The balances of this moment, unless the last closed day lacks money: that comes first. */
const Agreement: FC<{ custody: CustodyAnswer; newest: BankCoverageDayAnswer | undefined }> = ({
  custody,
  newest,
}) => {
  const t = useSay()
  if (newest?.state === 'missing') {
    const day = dayWord(t, newest.day)
    return (
      <Notice is="bad">
        {t(
          `${day}的对账单缺 ${yuan(newest.missing_fen)}，不在途、也不是预支；补足以前不出款。`,
          `The statement of ${day} lacks ${yuan(newest.missing_fen)}; payouts wait.`,
        )}{' '}
        <a class="inline" href={`/b/breaks?merchant_id=${custody.merchant_id}`}>
          {t('去处理差异', 'Work the breaks')}
        </a>
      </Notice>
    )
  }
  return <Notice is={stateTone('custody', custody.state)}>{custody.sentence}</Notice>
}
const Balances: FC<{ of: CustodyAnswer }> = ({ of }) => {
  const t = useSay()
  return (
    <div class="kpis">
      <div class="card kpi">
        {t('银行的余额', 'At the bank')}
        <b>{orNone(of.bank_fen, t('没有回音', 'no answer'))}</b>
        {of.bank_as_of ? (
          <span class="small mute">
            <When at={of.bank_as_of} />
          </span>
        ) : null}
      </div>
      <div class="card kpi">
        {t('我们账上', 'In our books')}
        <b>{yuan(of.ledger_fen)}</b>
        <a class="inline" href={`/b/accounts/custody:${of.merchant_id}`}>
          {t('看分录', 'Entries')}
        </a>
      </div>
      <div class="card kpi">
        {t('在途（还在支付机构）', 'In transit')}
        <b>{yuan(of.in_transit_fen)}</b>
        <a class="inline" href="/b/settlements">
          {t('看入专户的各笔', 'Settlements')}
        </a>
      </div>
    </div>
  )
}
const Account: FC<{ shop: MerchantAnswer; custody: CustodyAnswer }> = ({ shop, custody }) => {
  const t = useSay()
  const id = custody.merchant_id
  const account = (kind: string, fen: number) => (
    <a class="inline" href={`/b/accounts/${kind}:${id}`}>
      {yuan(fen)}
    </a>
  )
  return (
    <Facts
      of={[
        [t('专户账号', 'Account'), custody.custody_account_no || t('还没有开户', 'none')],
        [
          t('开户', 'Opened'),
          shop.admitted_at ? <When at={shop.admitted_at} /> : t('还没有', 'not yet'),
        ],
        [t('欠顾客', 'Owed to consumers'), yuan(shop.owed_fen)],
        [t('应付店家', 'Payable'), account('payable', shop.payable_fen)],
        [t('出款中', 'Being paid out'), account('paying', shop.paying_fen)],
        [t('已通知银行、等确认的', 'Being settled'), yuan(custody.being_settled_fen)],
        [t('店家欠的手续费', 'Fees outstanding'), yuan(custody.fees_outstanding_fen)],
        [t('已收、还没转走的手续费', 'Fees held'), yuan(custody.fees_held_fen)],
      ]}
    />
  )
}

const Days: FC<{ rows: readonly BankCoverageDayAnswer[]; id: string }> = ({ rows, id }) => {
  const t = useSay()
  if (rows.length === 0) return <Empty>{t('还没有封过账。', 'No day has been closed yet.')}</Empty>
  return (
    <Grid
      caption={t('逐日覆盖', 'Coverage by day')}
      head={[
        t('日终', 'Day'),
        t('银行', 'Bank'),
        t('逐卡加总', 'Owed'),
        t('归持卡人', 'For cards'),
        t('差异', 'Breaks'),
        t('覆盖率', 'Coverage'),
      ]}
      rows={rows.map((row) => [
        <a href={`/b/closes/${row.day}/merchants/${id}`}>
          <time>{dayWord(t, row.day)}</time>
        </a>,
        orNone(row.bank_fen),
        <Money fen={row.requirement_fen} />,
        orNone(row.resource_fen),
        row.breaks_count,
        ratioText(row.coverage_bp),
      ])}
    />
  )
}
const Ways: FC<{ id: string }> = ({ id }) => {
  const t = useSay()
  return (
    <div class="buttons">
      <a class="button plain" href={`/b/merchants/${id}/lines`}>
        {t('银行对账单和明细', 'Statements and lines')}
      </a>
      <a class="button plain" href={`/b/payouts?merchant_id=${id}`}>
        {t('全部出款', 'All payouts')}
      </a>
      <a class="button plain" href={`/b/merchants/${id}/court-order`}>
        {t('登记法院的冻结', 'File a court’s freeze')}
      </a>
      <a class="button plain" href={`/b/breaks?merchant_id=${id}`}>
        {t('这家店的差异', 'Its breaks')}
      </a>
      <a class="button plain" href={`/b/packs/${id}`}>
        {t('处置包', 'Resolution pack')}
      </a>
    </div>
  )
}
