import { DAY_MS, MINUTE_MS } from '../kernel/time'

export const EXPORTS_A_DAY = 3
/** So long an export answers again to the same key: no longer than a proof of the person counts. */
export const EXPORT_SHOWN_MS = 10 * MINUTE_MS
/** Between asking and erasing: time in which the person, told of it, takes it back. */
export const ERASURE_WAITS_MS = 7 * DAY_MS

/** What keeps an account from being erased, each with what to do about it. */
export const OBSTACLES = {
  money_left: ['卡里还有钱：先退卡', 'Cards still hold money: refund them first'],
  use_open: ['还有没结的占用或预约', 'Sums are still set aside for a use or a booking'],
  refund_open: ['还有没办完的退款', 'A refund is still under way'],
  payment_open: ['还有没付完的订单', 'An order is still being paid'],
  dispute_open: ['还有付款争议没有结果', 'A payment is still disputed'],
  transfer_open: ['还有没有接的转让', 'A transfer still waits'],
  companion_open: ['还在陪护家人的卡：先退出', 'You still look after somebody’s card'],
} as const
export type Obstacle = keyof typeof OBSTACLES
export const OBSTACLE_NAMES = Object.keys(OBSTACLES) as [Obstacle, ...Obstacle[]]

/** What goes and what stays, said before the button. */
export const GOES = [
  ['手机号、称呼、支付密码、柜台密码、登录过的设备', 'Number, name, PINs and devices'],
] as const
export const STAYS = [
  [
    '付款、核销、退款和合同的记录，不带姓名和号码：法律要求至少存五年（单用途商业预付卡管理办法、会计法）',
    'Payments, uses, refunds and contracts, without name and number: the law wants them for five years and more',
  ],
  ['谁看过您资料的记录，存三年', 'Who read of you, for three years'],
  ['数据库的备份里最多再留三十天', 'In backups of the database for at most thirty days'],
] as const

type Kept = {
  what: string
  what_en: string
  /** Days; null: for as long as the account, or as the law wants for money. */
  days: number | null
  by: string
}
const YEAR = 365
/** How long each kind is kept, and by what it goes: docs/RETENTION.md says the same. */
export const RETENTION: Readonly<Record<string, Kept>> = {
  sms_codes: { what: '短信验证码', what_en: 'Codes by SMS', days: 1, by: 'forgetCodesAndSessions' },
  sessions: {
    what: '登录',
    what_en: 'Sessions that ended',
    days: 90,
    by: 'forgetCodesAndSessions',
  },
  access_traces: {
    what: '谁看过谁的资料',
    what_en: 'Who read of whom',
    days: 3 * YEAR,
    by: 'forgetOldTraces',
  },
  data_exports: {
    what: '谁导出过自己的资料',
    what_en: 'Who took a copy of their data',
    days: 3 * YEAR,
    by: 'forgetOldTraces',
  },
  consumers: {
    what: '姓名、号码、密码',
    what_en: 'Name, number, PINs',
    days: null,
    by: 'eraseRipe',
  },
  ledger_entries: {
    what: '账簿、付款、核销、退款、合同，不带姓名',
    what_en: 'Books, payments, uses, refunds and contracts, without names',
    days: null,
    by: 'kept: at least five years, by law',
  },
}
export const keptMs = (kind: keyof typeof RETENTION): number =>
  (RETENTION[kind]?.days ?? 0) * DAY_MS
