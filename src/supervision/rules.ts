import { type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'
import type { Why } from '../warning/detector'
import { reasonWords } from '../warning/words'

/** The same five steps everywhere: 1 nothing to do, 2 keep an eye on, 3 this week, 4 soon, 5 today. */
export type Urgency = 1 | 2 | 3 | 4 | 5
/** From here on a shop is one to look at, and from there on one to look at before anything else. */
export const WATCHED_FROM: Urgency = 2
export const URGENT_FROM: Urgency = 4

/** Everything that makes a shop worth a look, in one closed list, with how urgent it is. */
export const SIGNALS = {
  incident_reported: 5,
  refund_shortfall: 5,
  coverage_unexplained: 5,
  coverage_short: 5,
  warning_red: 5,
  incident_refunding: 4,
  break_overdue: 4,
  licence_ended: 4,
  lease_ended: 4,
  refund_run: 4,
  warning_alarm: 4,
  refund_contested: 3,
  use_contested: 3,
  insider_marks: 3,
  closure_refunding: 3,
  refunds_arriving: 3,
  sales_held: 3,
  grade_d: 3,
  warning_watch: 2,
  closure_announced: 2,
  change_announced: 2,
  licence_ending: 2,
  lease_ending: 2,
  grade_c: 2,
  payout_rejected: 2,
} as const satisfies Record<string, Urgency>
export type SignalKind = keyof typeof SIGNALS
export const SIGNAL_KINDS = Object.keys(SIGNALS) as [SignalKind, ...SignalKind[]]

/** What a closed day says of a jurisdiction's shops; a shop that lacks money is worse than one without a statement. */
export const SHOPS_STATES = ['missing', 'silent', 'whole'] as const
export function shopsState(of: {
  shops_missing: number
  silent_count: number
}): (typeof SHOPS_STATES)[number] {
  if (of.shops_missing > 0) return 'missing'
  return of.silent_count > 0 ? 'silent' : 'whole'
}

/** A licence or lease that ends within so many days is named before it does. */
const PAPERS_DAYS = 30
export const papersSoon = (today: LocalDate): LocalDate => plusDays(today, PAPERS_DAYS)
/** A run on a shop: so many cards ask for their money at once, and they are at least this part of its cards. */
export const RUN_CARDS_MIN = 3
export const RUN_SHARE = { of: 1, in: 2 } as const
/** Disputed refunds to be decided within so many days stand on the morning sheet. */
const DECIDE_WITHIN_DAYS = 3
export const decideBy = (today: LocalDate): LocalDate => plusDays(today, DECIDE_WITHIN_DAYS)

/** One thing that is the matter with one shop, as storage tells it. */
export type Matter = {
  kind: SignalKind
  /** What it is about: the ending, break, refund, hold, change or payout; null where it is the shop itself. */
  subject_id: string | null
  money_fen: number
  cards_count: number
  /** A reason somebody wrote, or a code of a closed list; null where there is none. */
  detail: string | null
  /** A day, or an instant; null where time plays no part. */
  due: LocalDate | Instant | null
}
type Words = { zh: string; en: string }

/** Names of a break's class and of a change's kind, from the rooms that own them. */
export type Names = (of: 'break' | 'change', code: string) => string

/** Why a shop is looked at, in one sentence: what happened, and by when it matters. */
export function matterSentence(matter: Matter, names: Names): Words {
  const { kind, detail, due } = matter
  const said = detail ?? ''
  const day = due ?? ''
  switch (kind) {
    case 'incident_reported':
      return {
        zh: `报告失联，等另一位监管人员确认：${said}`,
        en: `Reported unreachable, waits for a second official: ${said}`,
      }
    case 'refund_shortfall':
      return { zh: '退款时店家的钱不够，缺的仍是顾客的债权', en: 'Refunds fall short' }
    case 'incident_refunding':
      return { zh: '失联已确认，正在退款', en: 'Refunding everybody' }
    case 'refunds_arriving':
      return {
        zh: '退款都开出了，还没有全部到顾客手里',
        en: 'Every refund is under way; not all of it has arrived',
      }
    case 'closure_announced':
    case 'closure_refunding':
      return {
        zh: `店家公告停业，最后营业日 ${day}，之后自动退款`,
        en: `Closing down after ${day}; refunds follow by themselves`,
      }
    case 'coverage_unexplained':
      return { zh: `${day} 银行与平台有一笔说不清的差额`, en: `${day}: an unexplained difference` }
    case 'coverage_short':
      return { zh: `${day} 覆盖率不足：缺口说不清`, en: `${day}: coverage is short` }
    case 'break_overdue':
      return {
        zh: `银行对账差异过期未解决（${names('break', said)}，限 ${day}）`,
        en: `A bank difference is overdue (limit ${day})`,
      }
    case 'refund_contested':
      return {
        zh: due ? `退款有争议，${localDate(day)} 前要裁定` : '退款有争议，等调解',
        en: due ? `Disputed refund, decide by ${localDate(day)}` : 'Disputed refund',
      }
    case 'use_contested':
      return { zh: '顾客对一笔免码核销有异议，等处理', en: 'A customer contests a use' }
    case 'insider_marks':
      return {
        zh: `近 30 天有 ${said} 笔使用像是店里人自己做的，钱先不付`,
        en: `Uses of thirty days that look made up by the shop, unpaid so far: ${said}`,
      }
    case 'change_announced':
      return {
        zh: `店家变更待平台核验：${names('change', said)}，${day} 起`,
        en: `A change waits for its check, from ${day}`,
      }
    case 'refund_run':
      return {
        zh: `${matter.cards_count} 张卡同时要求退款，占这家店的一半以上`,
        en: `${matter.cards_count} cards ask for refunds at once, half of its cards or more`,
      }
    case 'payout_rejected':
      return {
        zh: `最近一笔出款没有付成：${said || '银行没有说原因'}`,
        en: 'The last payout did not arrive',
      }
    default:
      return standingSentence(kind, said, day)
  }
}

/** Of a shop as it stands: its warning, its stop, its papers and its grade. */
function standingSentence(kind: Warned | 'sales_held' | Paper, said: string, day: string): Words {
  switch (kind) {
    case 'warning_red':
    case 'warning_alarm':
    case 'warning_watch':
      return warned(kind, said, day)
    case 'sales_held':
      return { zh: `已暂停充值：${said}`, en: 'Top-ups are stopped' }
    default:
      return paperSentence(kind, day)
  }
}

/** So many reasons are said in one sentence, the strongest first. */
const REASONS_SAID = 3
type Warned = 'warning_red' | 'warning_alarm' | 'warning_watch'
const LEVEL_WORDS: Record<Warned, Words> = {
  warning_red: { zh: '预警红色，已暂停充值', en: 'Warning red, sales stopped' },
  warning_alarm: { zh: '预警橙色', en: 'Warning orange' },
  warning_watch: { zh: '预警黄色', en: 'Warning yellow' },
}
function warned(kind: Warned, why: string, day: string): Words {
  const reasons = (JSON.parse(why) as Why[]).slice(0, REASONS_SAID).map(reasonWords)
  const { zh, en } = LEVEL_WORDS[kind]
  return {
    zh: `${zh}（${day} 起）：${reasons.map((one) => one.zh).join('；')}`,
    en: `${en} since ${day}: ${reasons.map((one) => one.en).join('; ')}`,
  }
}

type Paper =
  | 'licence_ended'
  | 'licence_ending'
  | 'lease_ended'
  | 'lease_ending'
  | 'grade_c'
  | 'grade_d'
function paperSentence(kind: Paper, day: string): Words {
  switch (kind) {
    case 'licence_ended':
      return { zh: `执照 ${day} 已到期，还欠着顾客`, en: `The licence ended ${day}` }
    case 'licence_ending':
      return { zh: `执照 ${day} 到期`, en: `The licence ends ${day}` }
    case 'lease_ended':
      return { zh: `租约 ${day} 已到期，还欠着顾客`, en: `The lease ended ${day}` }
    case 'lease_ending':
      return { zh: `租约 ${day} 到期`, en: `The lease ends ${day}` }
    case 'grade_d':
      return { zh: '信用等级 D', en: 'Credit grade D' }
    case 'grade_c':
      return { zh: '信用等级 C', en: 'Credit grade C' }
  }
}

/** What an official may do about a shop now; each word is an act of the API. */
export const OFFICIAL_ACTS = ['holdSales', 'liftSalesHold', 'reportIncident'] as const
type OfficialAct = (typeof OFFICIAL_ACTS)[number]
export function officialMay(shop: {
  admitted_at: Instant | null
  sales_held_at: Instant | null
  ending_id: string | null
}): OfficialAct[] {
  const sales: OfficialAct = shop.sales_held_at === null ? 'holdSales' : 'liftSalesHold'
  const may_report = shop.admitted_at !== null && shop.ending_id === null
  return may_report ? [sales, 'reportIncident'] : [sales]
}

/** Where a page of the ranked list begins again: after this shop, in the order of the list. */
export type Place = { urgency: number; stake_fen: number; owed_fen: number; id: string }
export const placeKey = (at: Place): string =>
  [at.urgency, at.stake_fen, at.owed_fen, at.id].join(' ')
/** The place a key stands for; null where nobody made such a key. */
export function placeFrom(key: string): Place | null {
  const parts = /^([1-5]) (\d{1,15}) (-?\d{1,15}) (mch_\w{1,40})$/.exec(key)
  const [, urgency, stake_fen, owed_fen, id] = parts ?? []
  if (id === undefined) return null
  return { urgency: Number(urgency), stake_fen: Number(stake_fen), owed_fen: Number(owed_fen), id }
}
