import * as z from 'zod'
import type { EventType } from '../events/catalogue'
import { fen, yuan } from '../kernel/money'
import { spoken } from '../kernel/time'
import { moneyInSms } from '../standing/sms-rules'
import { FIXED_WORDS } from './words/fixed'

/** One template: the fields it reads (anything else in an event is ignored), and what it makes of them. */
type Notice = {
  /** May be switched off. What ties money up, moves it without a code or takes a card away is always told. */
  ordinary: boolean
  /** The text, or null when the event's data is not what the template needs. */
  textOf: (data: unknown) => string | null
}
function notice<S extends z.ZodType>(
  kind: 'ordinary' | 'always',
  fields: S,
  say: (data: z.output<S>) => string,
): Notice {
  return {
    ordinary: kind === 'ordinary',
    textOf: (data) => {
      const parsed = fields.safeParse(data)
      return parsed.success ? say(parsed.data) : null
    },
  }
}

const count = z.int().min(0)
const unit = z.enum(['fen', 'visit', 'day'])
const nothing = z.object({})
const always = (text: string): Notice => notice('always', nothing, () => text)
const alwaysOf = (texts: Partial<Record<EventType, string>>): Partial<Record<EventType, Notice>> =>
  Object.fromEntries(Object.entries(texts).map(([type, text]) => [type, always(text)]))
const RECORDED = { capture: '到了店', no_show: '预约没到', late_cancel: '临时取消' } as const
const RECOVERED = { pin: '换支付密码', phone: '换手机号', sign_in: '用这个号码登录' } as const
const money = (amount_fen: number): string => yuan(fen(amount_fen))
/** Where a card's money is, as far as the event says. */
const told = z.object({
  owed_fen: count,
  covered_fen: count.optional(),
  transit_fen: count.optional(),
  unchecked_fen: count.optional(),
  short_fen: count.optional(),
})
const held = z.object({ unit, units: count })
const captured = z.object({ unit, captured_units: count, units: count.optional() })
/** Only what was really set aside beyond what was taken comes back. */
const rest = (d: { captured_units: number; units?: number | undefined }, said: string): string =>
  d.units !== undefined && d.units > d.captured_units ? said : ''
/** Nobody asked for it, and nobody can take it back: what is on its way now, and what is still owed beside it. */
const automatic = (d: { undisputed_fen: number; uncovered_fen?: number | undefined }): string => {
  const owed_fen = d.uncovered_fen ?? 0
  const now = `正在退${money(d.undisputed_fen - owed_fen)}，自动办，不用您跑`
  return owed_fen > 0 ? `${now}；还欠您${money(owed_fen)}，仍是您的` : now
}
const WORDS = { visit: '次', day: '天' } as const
const many = (of: { unit: z.output<typeof unit> }, units: number): string =>
  of.unit === 'fen' ? money(units) : `${units}${WORDS[of.unit]}`

/** Who is told of what: always the consumer an event concerns, in these words, money first. No names, no numbers. */
export const NOTICES: Partial<Record<EventType, Notice>> = {
  'purchase.paid': notice(
    'ordinary',
    z.object({ paid_fen: count }),
    (d) => `已付${money(d.paid_fen)}，先在支付机构，随后划进银行专户。7天内没用过可全退`,
  ),
  'redemption.succeeded': notice(
    'ordinary',
    z.object({ unit, units: count, balance_after_units: count, escrow_after_fen: count }),
    (d) =>
      `已核销${many(d, d.units)}，卡内还剩${many(d, d.balance_after_units)}，` +
      `卡里的钱${money(d.escrow_after_fen)}。不是本人用的请登录预付保挂失`,
  ),
  'claim.started': notice(
    'always',
    held.extend({ confirm_by: z.iso.datetime() }),
    (d) =>
      `${many(d, d.units)}还没付给店家。${spoken(d.confirm_by)}前没有异议就视为确认，有异议请登录预付保`,
  ),
  'claim.contested': notice(
    'always',
    held,
    (d) => `${many(d, d.units)}没有付给店家：已记下您的异议，有处理结果前钱留在卡里`,
  ),
  'claim.confirmed': notice('always', captured.extend({ resolved_by: z.string() }), (d) =>
    d.resolved_by === 'silence'
      ? `已付店家${many(d, d.captured_units)}：等待期内没有异议。有问题可请店家退回或投诉`
      : `已付店家${many(d, d.captured_units)}：您已确认`,
  ),
  'claim.decided': notice(
    'always',
    captured,
    (d) =>
      `付店家${many(d, d.captured_units)}${rest(d, '，其余已回卡里')}：您有异议的一笔已有处理结果`,
  ),
  'hold.deadline_moved': notice(
    'always',
    held.extend({ confirm_by: z.iso.datetime() }),
    (d) =>
      `${many(d, d.units)}还没付给店家。放假安排已公布，期限推迟到${spoken(d.confirm_by)}，有异议请登录预付保`,
  ),
  'hold.voided': notice('always', held.extend({ is_disputed: z.boolean().optional() }), (d) =>
    d.is_disputed
      ? `没有扣钱，${many(d, d.units)}的占用已撤销：这笔付款有争议，等结果`
      : `没有扣钱。占用的${many(d, d.units)}已回到卡里`,
  ),
  'dispute.opened': notice(
    'always',
    z.object({ held_fen: count }),
    (d) =>
      `${money(d.held_fen)}先另放着，不能用也不能退：付款人向支付机构撤回这笔付款。不是本人办的请登录预付保查看`,
  ),
  'dispute.lost': notice(
    'always',
    z.object({ unused_fen: count }),
    (d) =>
      `${money(d.unused_fen)}由支付机构退给了付款人：争议判归付款人，这笔充值不能再用，还有剩的可以退`,
  ),
  'booking.created': notice(
    'always',
    held.extend({ starts_at: z.iso.datetime() }),
    (d) => `没有扣钱。${spoken(d.starts_at)}的预约占用${many(d, d.units)}，到店后结清`,
  ),
  'booking.recorded': notice(
    'always',
    held.extend({
      confirm_by: z.iso.datetime(),
      recorded_as: z.enum(['capture', 'no_show', 'late_cancel']),
    }),
    (d) =>
      `${many(d, d.units)}还没付给店家。店家记您${RECORDED[d.recorded_as]}，${spoken(d.confirm_by)}前没有异议就付，有异议请登录预付保`,
  ),
  'booking.captured': notice(
    'always',
    captured,
    (d) => `预约已结清${many(d, d.captured_units)}${rest(d, '，多占的已回到卡里')}`,
  ),
  'booking.no_show': notice(
    'always',
    captured,
    (d) =>
      `付店家${many(d, d.captured_units)}：预约没有到店，按合同处理${rest(d, '，其余已回到卡里')}`,
  ),
  'booking.expired': notice(
    'always',
    held,
    (d) => `没有扣钱。预约已过期，${many(d, d.units)}已回到卡里`,
  ),
  'booking.shop_closed': notice(
    'always',
    held,
    (d) => `没有扣钱。预约的门店已关闭，预约取消，占用的${many(d, d.units)}已回到卡里`,
  ),
  'correction.done': notice(
    'always',
    z.object({ returned_fen: count }),
    (d) => `${money(d.returned_fen)}已退回卡里：店家更正了一笔核销`,
  ),
  'correction.awaiting_funds': notice(
    'always',
    z.object({ returned_fen: count }),
    (d) => `约${money(d.returned_fen)}将退回卡里：店家更正了一笔核销，等店里下一笔收入到账`,
  ),
  'refund.requested': notice(
    'always',
    z.object({
      undisputed_fen: count,
      disputed_fen: count,
      needs_account_fen: count.optional(),
      uncovered_fen: count.optional(),
      origin: z.string().optional(),
    }),
    (d) =>
      (d.needs_account_fen ?? 0) > 0
        ? `要退您${money(d.needs_account_fen ?? 0)}：请登录预付保填一个您自己的银行账户，核对户名后付出`
        : (d.origin ?? 'holder') !== 'holder'
          ? automatic(d)
          : d.disputed_fen === 0
            ? `正在退${money(d.undisputed_fen)}。不是本人办的请登录预付保撤回`
            : `正在退${money(d.undisputed_fen)}；另${money(d.disputed_fen)}等店家答复，不答复也退给您`,
  ),
  'refund.contested': notice(
    'always',
    z.object({ disputed_fen: count }),
    (d) => `退款差额${money(d.disputed_fen)}店家有异议，没有付给店家，等调解，最迟十五天有结果`,
  ),
  'refund.deadline_moved': notice(
    'always',
    z.object({ disputed_fen: count, contest_by: z.iso.datetime() }),
    (d) =>
      `退款差额${money(d.disputed_fen)}没有付给店家。放假安排已公布，店家答复的期限推迟到${spoken(d.contest_by)}`,
  ),
  'refund.decided': notice(
    'always',
    z.object({ disputed_fen: count }),
    (d) => `${money(d.disputed_fen)}的退款差额已有结果，怎么分的请登录预付保查看`,
  ),
  'refund.part_paid': notice('always', z.object({ amount_fen: count, refunded_fen: count }), (d) =>
    d.amount_fen === d.refunded_fen
      ? `已退${money(d.amount_fen)}。各家银行到账快慢不同，最多几个工作日`
      : `又退${money(d.amount_fen)}，共退${money(d.refunded_fen)}。各家银行到账快慢不同，最多几个工作日`,
  ),
  'refund.failed': notice(
    'always',
    z.object({ amount_fen: count }),
    (d) => `${money(d.amount_fen)}没有退成，也没有给店家。请登录预付保填一个您自己的银行账户`,
  ),
  'card.lot_expiring': notice(
    'always',
    z.object({ ends_on: z.iso.date(), units: count }),
    (d) => `钱没有动。您的次卡${d.ends_on}到期，还有${d.units}次没用，可以用、延期或退`,
  ),
  'card.lot_expired': notice(
    'always',
    z.object({ units: count }),
    (d) => `钱没有动。次卡到期还有${d.units}次没用，不会自动归店家，可以延期或退`,
  ),
  'card.lot_extended': notice(
    'always',
    z.object({ ends_on: z.iso.date() }),
    (d) => `钱没有动。店家把您的次卡延到${d.ends_on}，剩下的照常用`,
  ),
  'merchant.change_announced': notice(
    'always',
    z.object({ from_on: z.iso.date(), leave_by: z.iso.date() }),
    (d) => `钱没有动。店家${d.from_on}起有变更，卡照常用；不愿意的${d.leave_by}前可退`,
  ),
  'merchant.takeover_announced': notice(
    'always',
    z.object({ from_on: z.iso.date() }),
    (d) => `钱没有动。店家${d.from_on}起转让，老卡照常用；同意不同意请登录预付保表态`,
  ),
  'closure.announced': notice(
    'always',
    told.extend({ closes_on: z.iso.date() }),
    (d) => `${moneyInSms(d)}。店家${d.closes_on}停业，之前照常用，没用完的自动退给您`,
  ),
  'incident.confirmed': notice(
    'always',
    told,
    (d) => `${moneyInSms(d)}。主管部门确认店家失联，正在自动退款，不用您跑`,
  ),
  'recovery.started': notice(
    'always',
    z.object({ kind: z.enum(['pin', 'phone', 'sign_in']) }),
    (d) => `钱没有动。有人申请${RECOVERED[d.kind]}，24小时后可办；不是您请登录预付保取消`,
  ),
  'complaint.closed': notice(
    'always',
    z.object({ amount_fen: count, outcome: z.string().nullish() }),
    (d) =>
      d.outcome === 'settled'
        ? `争议金额${money(d.amount_fen)}，双方已达成协议，按协议办；请登录预付保查看`
        : '钱没有动。您的投诉或举报已有结果，请登录预付保查看',
  ),
  ...alwaysOf(FIXED_WORDS),
  'access.told': notice(
    'always',
    z.object({ count }),
    (d) => `钱没有动。今天有单位为办案查阅您的资料${d.count}次，登录预付保可看是谁、为什么`,
  ),
}

const SIGN = '【预付保】'
export const CHARS_MAX = 70
const isTold = (type: string): type is EventType => type in NOTICES
export const noticeFor = (type: string): Notice | null =>
  isTold(type) ? (NOTICES[type] ?? null) : null

/** The whole message in at most 70 characters: one short message, not two. Null when the data does not fit it. */
export function noticeText(type: string, data: unknown): string | null {
  const said = noticeFor(type)?.textOf(data) ?? null
  if (said === null) return null
  const text = SIGN + said
  return text.length <= CHARS_MAX ? text : null
}
