import { yuan } from '../kernel/money'
import { spoken } from '../kernel/time'
import { percent } from '../law/use-terms'
import type { RecordedAs } from './rules'
import type { HoldRow } from './store'

/** Who reads a hold; the words are for them. */
type Reader = 'consumer' | 'staff' | 'other'
export const holdReader = (kind: string): Reader =>
  kind === 'consumer' || kind === 'staff' ? kind : 'other'

/** One sentence: where the money is, what happens when, and what this reader may do about it. */
export function holdSentence(h: HoldRow, reader: Reader): string {
  if (h.status === 'captured') return capturedSentence(h)
  if (h.status === 'expired') return '没有扣钱。预约已过期，钱在卡里'
  if (h.status === 'voided')
    return h.resolved_by === 'no_show'
      ? '没有扣钱。顾客没有到店，合同没有约定要付，钱在卡里'
      : '没有扣钱。已撤销，钱在卡里'
  const units = h.recorded_units ?? h.units
  const where = `${h.unit === 'fen' ? `这笔 ${yuan(units)} ` : `这 ${units} 次`}还没有付给店家`
  if (h.status === 'contested') return `${where}。${CONTESTED[reader]}`
  if (h.recorded_as !== null)
    return `${where}。店家登记：${RECORDED[h.recorded_as]}。${claimSentence(h, reader)}`
  return h.kind === 'claim'
    ? `${where}。${claimSentence(h, reader)}`
    : `${where}，先留着。${bookingSentence(h, reader)}`
}

/** What the shop says became of a booking, without its holder's word. */
const RECORDED: Record<RecordedAs, string> = {
  capture: '顾客到了店',
  no_show: '顾客没有到店',
  late_cancel: '顾客临时取消',
}
const PROVISIONAL = '（暂定，明年放假安排公布后只会推迟）'
const CONTESTED: Record<Reader, string> = {
  consumer: '您提了异议，计时已停，只有这一笔先留着；商量好了可以收回异议',
  staff: '顾客有异议，计时已停；请与顾客商量，记错了就撤销',
  other: '顾客有异议，计时已停，等双方商量或作出处理',
}

function claimSentence(h: HoldRow, reader: Reader): string {
  const until = spoken(h.confirm_by ?? h.created_at)
  const till = h.provisional_after === null ? `${until} 前` : `${until} 前${PROVISIONAL}`
  if (reader === 'consumer') return `${till}没有异议就视为确认；不对就请提出异议`
  const silence = `顾客在 ${till}没有异议就视为确认`
  return reader === 'staff' ? `${silence}；记错了就撤销` : silence
}

function bookingSentence(h: HoldRow, reader: Reader): string {
  const hour = `预约 ${spoken(h.starts_at ?? h.created_at)}`
  if (reader !== 'consumer')
    return `${hour}；${spoken(h.expires_at ?? h.created_at)} 前没有结清就回到卡里`
  if (h.no_show_bp === 0) return `${hour}；来不了请取消，不收钱`
  return `${hour}；${spoken(h.free_cancel_until ?? h.created_at)} 前取消不收钱，之后取消或没到按合同付 ${percent(h.no_show_bp)}`
}

function capturedSentence(h: HoldRow): string {
  const units = h.captured_units ?? 0
  const paid = `${PAID_BY[h.resolved_by ?? 'shop']} ${measured(h, units)}`
  return units === h.units ? paid : `${paid}，其余已回到卡里`
}
const PAID_BY: Record<NonNullable<HoldRow['resolved_by']>, string> = {
  holder: '已确认，结清',
  silence: '等待期内没有异议，视为确认，结清',
  shop: '已结清',
  no_show: '没有到店或取消晚了，按合同结清',
  decision: '按处理结果结清',
  clock: '已结清',
}

const measured = (h: Pick<HoldRow, 'unit'>, units: number): string =>
  h.unit === 'fen' ? yuan(units) : `${units} 次`
