import { yuan } from '../kernel/money'
import { type Sentence, sentence } from '../kernel/sentence'
import { spoken, spokenEn } from '../kernel/time'
import { percent } from '../law/use-terms'
import type { RecordedAs } from './rules'
import type { HoldRow } from './store'

/** Who reads a hold; the words are for them. */
type Reader = 'consumer' | 'staff' | 'other'
export const holdReader = (kind: string): Reader =>
  kind === 'consumer' || kind === 'staff' ? kind : 'other'

/** One sentence: where the money is, what happens when, and what this reader may do about it. */
export function holdSentence(h: HoldRow, reader: Reader): Sentence {
  if (h.status === 'captured') return capturedSentence(h)
  if (h.status === 'expired')
    return sentence(
      '没有扣钱。预约已过期，钱在卡里',
      'Nothing was charged. The booking has lapsed; the money is on the card',
    )
  if (h.status === 'voided')
    return h.resolved_by === 'no_show'
      ? sentence(
          '没有扣钱。顾客没有到店，合同没有约定要付，钱在卡里',
          'Nothing was charged. Nobody came, and the contract asks nothing for that',
        )
      : sentence('没有扣钱。已撤销，钱在卡里', 'Nothing was charged. It was undone')
  const units = h.recorded_units ?? h.units
  const where =
    h.unit === 'fen'
      ? sentence(`这笔 ${yuan(units)} 还没有付给店家`, `${yuan(units)} is not yet paid to the shop`)
      : sentence(`这 ${units} 次还没有付给店家`, `${visits(units)} not yet paid to the shop`)
  const then = (rest: Sentence, zh = '。', en = '. ') =>
    sentence(`${where.zh}${zh}${rest.zh}`, `${where.en}${en}${rest.en}`)
  if (h.status === 'contested') return then(CONTESTED[reader])
  const claim = claimSentence(h, reader)
  if (h.recorded_as !== null) {
    const { zh, en } = RECORDED[h.recorded_as]
    return then(sentence(`店家登记：${zh}。${claim.zh}`, `The shop wrote: ${en}. ${claim.en}`))
  }
  return h.kind === 'claim'
    ? then(claim)
    : then(bookingSentence(h, reader), '，先留着。', '; kept. ')
}
const visits = (n: number): string => `${n} visit${n === 1 ? ' is' : 's are'}`

/** What the shop says became of a booking, without its holder's word. */
const RECORDED: Record<RecordedAs, Sentence> = {
  capture: sentence('顾客到了店', 'the customer came'),
  no_show: sentence('顾客没有到店', 'the customer did not come'),
  late_cancel: sentence('顾客临时取消', 'the customer cancelled late'),
}
const PROVISIONAL = sentence(
  '（暂定，明年放假安排公布后只会推迟）',
  ' (provisional: next year’s holidays can only move it on)',
)
const CONTESTED: Record<Reader, Sentence> = {
  consumer: sentence(
    '您提了异议，计时已停，只有这一笔先留着；商量好了可以收回异议',
    'You objected, the clock has stopped, and this alone is kept; you may withdraw it when you agree',
  ),
  staff: sentence(
    '顾客有异议，计时已停；请与顾客商量，记错了就撤销',
    'The customer objects and the clock has stopped; talk to them, and undo it if it was a mistake',
  ),
  other: sentence(
    '顾客有异议，计时已停，等双方商量或作出处理',
    'The customer objects and the clock has stopped until both agree or it is decided',
  ),
}

function claimSentence(h: HoldRow, reader: Reader): Sentence {
  const until = h.confirm_by ?? h.created_at
  const may_move = h.provisional_after === null ? sentence('', '') : PROVISIONAL
  const till = sentence(`${spoken(until)} 前${may_move.zh}`, `by ${spokenEn(until)}${may_move.en}`)
  if (reader === 'consumer')
    return sentence(
      `${till.zh}没有异议就视为确认；不对就请提出异议`,
      `Without an objection ${till.en} it counts as confirmed; object if it is wrong`,
    )
  const silence = sentence(
    `顾客在 ${till.zh}没有异议就视为确认`,
    `Without the customer’s objection ${till.en} it counts as confirmed`,
  )
  return reader === 'staff'
    ? sentence(`${silence.zh}；记错了就撤销`, `${silence.en}; undo it if it was a mistake`)
    : silence
}

function bookingSentence(h: HoldRow, reader: Reader): Sentence {
  const at = h.starts_at ?? h.created_at
  const hour = sentence(`预约 ${spoken(at)}`, `Booked for ${spokenEn(at)}`)
  if (reader !== 'consumer') {
    const ends = h.expires_at ?? h.created_at
    return sentence(
      `${hour.zh}；${spoken(ends)} 前没有结清就回到卡里`,
      `${hour.en}; what is not settled by ${spokenEn(ends)} goes back to the card`,
    )
  }
  if (h.no_show_bp === 0)
    return sentence(
      `${hour.zh}；来不了请取消，不收钱`,
      `${hour.en}; cancel if you cannot come, it costs nothing`,
    )
  const free = h.free_cancel_until ?? h.created_at
  const share = percent(h.no_show_bp)
  return sentence(
    `${hour.zh}；${spoken(free)} 前取消不收钱，之后取消或没到按合同付 ${share}`,
    `${hour.en}; free to cancel until ${spokenEn(free)}, later or not coming costs ${share} by contract`,
  )
}

function capturedSentence(h: HoldRow): Sentence {
  const units = h.captured_units ?? 0
  const by = PAID_BY[h.resolved_by ?? 'shop']
  const paid = sentence(`${by.zh} ${measured(h, units)}`, `${by.en} ${measuredEn(h, units)}`)
  return units === h.units
    ? paid
    : sentence(`${paid.zh}，其余已回到卡里`, `${paid.en}; the rest is back on the card`)
}
const PAID_BY: Record<NonNullable<HoldRow['resolved_by']>, Sentence> = {
  holder: sentence('已确认，结清', 'Confirmed and settled:'),
  silence: sentence('等待期内没有异议，视为确认，结清', 'No objection in time, settled:'),
  shop: sentence('已结清', 'Settled:'),
  no_show: sentence('没有到店或取消晚了，按合同结清', 'Not come or cancelled late, by contract:'),
  decision: sentence('按处理结果结清', 'Settled as decided:'),
  clock: sentence('已结清', 'Settled:'),
}

const measured = (h: Pick<HoldRow, 'unit'>, units: number): string =>
  h.unit === 'fen' ? yuan(units) : `${units} 次`
const measuredEn = (h: Pick<HoldRow, 'unit'>, units: number): string =>
  h.unit === 'fen' ? yuan(units) : `${units} visit(s)`
