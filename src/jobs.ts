import { continueRuns, startNightlyRun } from './books/run'
import { earnPeriodDays } from './cards/earn'
import { tellServiceStops } from './care/stops'
import { expireTransfers } from './care/transfer'
import { applyChanges, releaseTakeovers, tellChanges } from './changes/announce'
import { tellExpiries } from './changes/expiry'
import { closeDays } from './closes/close'
import { settleCorrections } from './corrections/correct'
import { chargeFees } from './custody/fees'
import { fundRefunds } from './custody/refunds'
import { finishSettlements, settleIntoCustody } from './custody/settle'
import { readProviderBook } from './custody/third'
import { collectClaims, fundDisputes } from './disputes/recover'
import { findDisputes, reviewDisputes } from './disputes/review'
import { tellDeposits } from './ends/deposit'
import { runEndings } from './ends/run'
import { log } from './environment/log'
import { confirmSilentClaims, expireBookings, freeBookingsOfClosedShops } from './holds/clock'
import { forgetCodesAndSessions } from './identity/forget'
import { escalateInstructions } from './instructions/escalate'
import { fetchStatements } from './intake/fetch'
import { deliverEvents } from './notify/deliver'
import { sendNotices } from './notify/notices'
import { sealPacks } from './packs/seal'
import { PAYOUT_CRONS } from './payouts/cut-off'
import { payDaily } from './payouts/pay'
import { settlePayouts } from './payouts/settle'
import { type Run, recordRuns, unfinishedJobs } from './platform/jobs'
import type { World } from './platform/world'
import { expirePurchases } from './purchases/expire'
import { reconcilePurchases } from './purchases/reconcile'
import { returnPayments } from './purchases/return'
import { reconcileDays } from './reconciliation/reconcile'
import { expireRedemptions } from './redemptions/confirm'
import {
  advanceRefunds,
  escalateRefunds,
  payOverdueRefunds,
  paySilentRefunds,
} from './refunds/clock'
import { sendRefunds } from './remittances/send'

/** Handles at most `limit` things and says how many; safe to run twice, because each thing is an act with its own key. */
export type Job = {
  name: string
  cron: string
  hour: string
  /** What it does, for whoever reads the page of jobs. */
  what: string
  run: (world: World, limit: number) => Promise<number>
}

export const EVERY_FIVE_MINUTES = '*/5 * * * *'
/** 16:05 UTC is 00:05 the next day in Asia/Shanghai. */
const AFTER_MIDNIGHT = '5 16 * * *'
/** 02:05 UTC is 10:05 in Asia/Shanghai. */
const MID_MORNING = '5 2 * * *'

/** A job of every tick. */
const often = (name: string, what: string, run: Job['run']): Job => ({
  name,
  what,
  cron: EVERY_FIVE_MINUTES,
  hour: '每 5 分钟',
  run,
})

/** Every job of the platform on one page, with its hour in Asia/Shanghai. */
export const JOBS: readonly Job[] = [
  often('expireRedemptions', '顾客没在三分钟内确认的核销作废，一分钱不动', expireRedemptions),
  often('reconcilePurchases', '向支付机构查问没有回音的付款', reconcilePurchases),
  often('expireTransfers', '一周没人接受的转让作废', expireTransfers),
  often('tellServiceStops', '店家停止或恢复服务时，逐张卡告诉持卡人', tellServiceStops),
  often('confirmSilentClaims', '免码核销等待期满、没有异议的，视为确认', confirmSilentClaims),
  often('expireBookings', '过了时间没有结清的预约作废，钱回到卡里', expireBookings),
  often(
    'freeBookingsOfClosedShops',
    '门店关闭以后的预约取消，钱回到卡里',
    freeBookingsOfClosedShops,
  ),
  often('settleCorrections', '店家有钱进账时，把等着的更正退回卡里', settleCorrections),
  often('returnPayments', '不能入账的付款原路退给付款人，问到到账为止', returnPayments),
  often('expirePurchases', '关闭超时未付的订单', expirePurchases),
  {
    name: 'earnPeriodDays',
    what: '期限卡过一天，放一天的款',
    cron: AFTER_MIDNIGHT,
    hour: '00:05',
    run: earnPeriodDays,
  },
  {
    name: 'forgetCodesAndSessions',
    what: '删掉过期的验证码和登录',
    cron: AFTER_MIDNIGHT,
    hour: '00:05',
    run: forgetCodesAndSessions,
  },
  {
    name: 'settleIntoCustody',
    what: '照支付机构的账单，把顾客付的钱全额转入各店专户',
    cron: MID_MORNING,
    hour: '10:05',
    run: settleIntoCustody,
  },
  {
    name: 'readProviderBook',
    what: '把支付机构的账单逐行读全，余额与我们的账逐日核对',
    cron: MID_MORNING,
    hour: '10:05',
    run: readProviderBook,
  },
  often('finishSettlements', '再问银行还没有确认的入专户', finishSettlements),
  often(
    'escalateInstructions',
    '过了时限还没有回音的指令，交银行或平台的人核对',
    escalateInstructions,
  ),
  often('tellDeposits', '再问银行还没有记入的保证金', tellDeposits),
  often('chargeFees', '店家的应付款够时，扣平台垫付的支付手续费，旧的在前', chargeFees),
  {
    name: 'payAfternoon',
    what: '16:00 前放款的钱付到各店的结算账户',
    cron: PAYOUT_CRONS[0],
    hour: '16:05',
    run: payDaily,
  },
  {
    name: 'payEvening',
    what: '22:00 前放款、还没付的钱付到各店的结算账户',
    cron: PAYOUT_CRONS[1],
    hour: '22:05',
    run: payDaily,
  },
  often('settlePayouts', '把出款告诉银行，问它办得怎样；一笔只付一次', settlePayouts),
  often('paySilentRefunds', '店家 5 个工作日内没有异议的退款差额，退给顾客', paySilentRefunds),
  often('escalateRefunds', '十天没有结果的退款，报主管部门', escalateRefunds),
  often('payOverdueRefunds', '十五天没有结果的退款差额，退给顾客', payOverdueRefunds),
  often('advanceRefunds', '原因已定的退款：占用结清后的余款退出，差额归店家', advanceRefunds),
  often('sendRefunds', '把退款交给支付机构或银行，问到到账为止；一笔只退一次', sendRefunds),
  often('findDisputes', '向支付机构查问有没有漏报的付款争议', findDisputes),
  often('reviewDisputes', '没有结果的付款争议，问支付机构到有结果为止', reviewDisputes),
  often('collectClaims', '争议败诉后店家该还的，从它的进账里扣，旧的在前', collectClaims),
  often('fundDisputes', '争议败诉占用了支付机构的钱，从专户还给它', fundDisputes),
  often('fundRefunds', '原路退款占用了支付机构的钱，从专户还给它', fundRefunds),
  {
    name: 'tellExpiries',
    what: '次卡到期前 30 天、7 天和到期后告诉持卡人；合同约定的自动退',
    cron: AFTER_MIDNIGHT,
    hour: '00:05',
    run: tellExpiries,
  },
  often('tellChanges', '店家变更时，逐张卡告诉持卡人', tellChanges),
  often('applyChanges', '核验过的变更，到日子生效', applyChanges),
  often('releaseTakeovers', '新经营者的收款账户核验后，恢复出款', releaseTakeovers),
  often('runEndings', '停业和确认失联的店：通知持卡人、算清每张卡、按序退款', runEndings),
  often('fetchBankStatements', '向银行取前一天的对账单，整份读入', fetchStatements),
  often('reconcileBankDays', '银行、账本、支付机构三方逐日核对，找出差异', reconcileDays),
  often('closeBankDays', '对过账的日子封账：每张卡该有多少、银行有多少，记下哈希', closeDays),
  often('sealResolutionPacks', '封账后给每家店做处置包：欠谁多少、什么合同、哪笔付款', sealPacks),
  {
    name: 'startNightlyRun',
    what: '每晚开始一次全账检查',
    cron: AFTER_MIDNIGHT,
    hour: '00:05',
    run: startNightlyRun,
  },
  often('continueRuns', '把全账检查一页一页做下去', continueRuns),
  // Last: money does not wait for anybody's address to answer, and what moved it is told in the same tick.
  often('deliverEvents', '把发生的事推送给登记的地址，按次序，至少一次', deliverEvents),
  often('sendNotices', '把动钱、占用、冻结等事用短信告诉顾客', sendNotices),
]

const BATCH = 100
/** What one tick may take on: the rest waits for the next one. */
const ROUNDS_MAX = 10

/**
 * Runs the jobs of one cron line, and those that were not finished last time. A job that breaks is recorded and
 * does not hold up the others; a single thing that fails is set aside by `eachDue`.
 */
export async function runJobs(world: World, due: (job: Job) => boolean): Promise<void> {
  const unfinished = await unfinishedJobs(world)
  const done: Run[] = []
  for (const job of JOBS.filter((one) => due(one) || unfinished.has(one.name))) {
    const run = await runOne(world, job)
    if (run.error !== null) log('job_failed', { job: job.name, error: run.error })
    // What the next tick must go on with is written down at once: this one may not live to its end.
    if (run.unfinished) await remember(world, [run])
    else done.push(run)
  }
  await remember(world, done)
}

const remember = (world: World, runs: readonly Run[]): Promise<void> =>
  recordRuns(world, runs).catch((error: unknown) =>
    log('job_failed', { job: 'recordRuns', error: String(error) }),
  )

async function runOne(world: World, job: Job): Promise<Run> {
  let handled = 0
  try {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const n = await job.run(world, BATCH)
      handled += n
      if (n < BATCH) return { job: job.name, handled, unfinished: false, error: null }
    }
    return { job: job.name, handled, unfinished: true, error: null }
  } catch (error) {
    return { job: job.name, handled, unfinished: false, error: String(error) }
  }
}
