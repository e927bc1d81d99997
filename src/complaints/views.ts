import * as z from 'zod'
import { type City, lastNamed, unitName } from '../kernel/city'
import { idPattern } from '../kernel/ids'
import { fen, yuan } from '../kernel/money'
import { type Sentence, sentence } from '../kernel/sentence'
import { type Instant, spoken, spokenEn } from '../kernel/time'
import { Line } from '../merchants/views'
import type { Actor } from '../platform/actor'
import { cardColour, DEED_NAMES, deedsNow, isLateNow, whoseTurn } from './rules'
import { type ComplaintDetailRow, STEP_NAMES, type StepRow } from './store'
import {
  ANSWERS,
  CALL_RESULTS,
  OUTCOMES,
  REFUSAL_GROUNDS,
  type RefusalGround,
  WISHES,
} from './words'

const keysOf = <T extends object>(of: T) => Object.keys(of) as [keyof T & string]
export const ComplaintId = z.string().regex(idPattern('cpl'))
export const KindCode = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,19}$/)
  .meta({ description: '投诉举报的种类，见 `GET /v1/city/facts?table=complaint_kind`' })
export const Way = z
  .enum(['complaint', 'report'])
  .meta({ description: 'complaint：投诉；report：举报' })
export const WishName = z.enum(keysOf(WISHES))
export const Ground = z.enum(keysOf(REFUSAL_GROUNDS))
export const AnswerName = z
  .enum(keysOf(ANSWERS))
  .meta({ description: '店家的答复：认可、愿意商量、不认可' })
export const OutcomeName = z.enum(keysOf(OUTCOMES)).meta({
  description: '结果：调解成功、店家改正、调解不成、不属实、法定时间到；举报：立案、不立案、移送',
})
export const CallName = z.enum(keysOf(CALL_RESULTS))
export const NoteText = Line({ min: 2, max: 500 })
const Status = z.enum(['filed', 'accepted', 'returned', 'refused', 'closed', 'withdrawn'])
export const Colour = z.enum(['none', 'yellow', 'red'])

export const ComplaintView = z
  .strictObject({
    id: ComplaintId,
    object: z.literal('complaint'),
    way: Way,
    kind: KindCode,
    kind_name: z.string(),
    kind_name_en: z.string(),
    merchant_id: z.string(),
    merchant_name: z.string(),
    district: z.string(),
    card_id: z.string().nullable(),
    holder_mask: z.string().nullable().meta({ description: '投诉人的手机号，遮着；举报人不给看' }),
    wish: WishName.nullable(),
    words: z.string().nullable(),
    amount_fen: z.int().meta({ description: '有争议的钱' }),
    use_ids: z.array(z.string()).meta({ description: '有争议的核销' }),
    reserved_fen: z.int().meta({ description: '店家已经挣的，没办结前不出款' }),
    kept_fen: z.int().meta({ description: '还在卡里的，没办结前店家不能自己扣' }),
    is_frozen: z.boolean(),
    status: Status,
    waits_for: z.enum(['authority', 'shop', 'unit', 'nobody']).meta({ description: '现在轮到谁' }),
    unit: z.string(),
    unit_name: z.string(),
    clock: z.enum(['accept', 'finish']).nullable(),
    started_on: z.string().nullable(),
    due_by: z.string().nullable(),
    due_by_is_provisional: z.boolean(),
    card_colour: Colour.meta({ description: '黄牌：时限过了四分之三；红牌：过了时限。当场算' }),
    return_by: z.string().nullable(),
    extended_at: z.string().nullable(),
    ends_at: z.string().nullable().meta({ description: '到这时还没有结果，依法终止' }),
    answer_by: z.string().nullable(),
    answer: AnswerName.nullable(),
    answer_words: z.string().nullable(),
    answered_at: z.string().nullable(),
    refusal_ground: Ground.nullable(),
    outcome: OutcomeName.nullable(),
    end_note: z.string().nullable(),
    ended_at: z.string().nullable(),
    is_late: z.boolean(),
    called_result: CallName.nullable(),
    called_at: z.string().nullable(),
    stars: z.int().nullable(),
    may: z.array(z.enum(DEED_NAMES)).meta({ description: '看的人现在能办什么' }),
    message: z.string(),
    message_en: z.string(),
    filed_at: z.string(),
  })
  .meta({ id: 'Complaint', description: '一件投诉或举报：谁该办、到什么时候、什么钱先不动' })
type Reading = { now: Instant; city: City; reader: Actor['kind'] }
export function presentComplaint(
  c: ComplaintDetailRow,
  { now, city, reader }: Reading,
): z.input<typeof ComplaintView> {
  const kind = lastNamed(city, 'complaint_kind', c.kind)
  const message = messageFor(c, now, unitName(city, c.unit))
  const is_open = c.clock !== null
  return {
    id: c.id,
    object: 'complaint',
    way: c.way,
    kind: c.kind,
    kind_name: kind?.name ?? c.kind,
    kind_name_en: kind?.name_en ?? c.kind,
    merchant_id: c.merchant_id,
    merchant_name: c.merchant_name,
    district: c.district,
    card_id: c.card_id,
    holder_mask: c.way === 'report' && reader !== 'consumer' ? null : c.holder_mask,
    wish: c.wish,
    words: c.words,
    amount_fen: c.amount_fen,
    use_ids: JSON.parse(c.uses) as string[],
    reserved_fen: c.reserved_fen,
    kept_fen: c.kept_fen,
    is_frozen: is_open && c.reserved_fen + c.kept_fen > 0,
    status: c.status,
    waits_for: whoseTurn(c, now),
    unit: c.unit,
    unit_name: unitName(city, c.unit),
    clock: c.clock,
    started_on: c.clock_on,
    due_by: c.due_by,
    due_by_is_provisional: c.provisional_after !== null,
    card_colour: cardColour(c, now),
    return_by: c.status === 'accepted' ? c.return_by : null,
    extended_at: c.extended_at,
    ends_at: is_open ? c.ends_at : null,
    answer_by: c.answer_by,
    answer: c.answer,
    answer_words: c.answer_words,
    answered_at: c.answered_at,
    refusal_ground: c.refusal_ground,
    outcome: c.outcome,
    end_note: c.end_note,
    ended_at: c.ended_at,
    is_late: isLateNow(c, now),
    called_result: c.called_result,
    called_at: c.called_at,
    stars: c.stars,
    may: deedsNow(c, reader, now),
    message: message.zh,
    message_en: message.en,
    filed_at: c.filed_at,
  }
}

/** How it stands, in one sentence: the money first, then whose turn it is. */
function messageFor(c: ComplaintDetailRow, now: Instant, unit_name: string): Sentence {
  if (c.status === 'withdrawn')
    return sentence('已撤回，冻结的都解了', 'Withdrawn; nothing is frozen')
  if (c.status === 'refused') {
    const [zh, en] = REFUSAL_GROUNDS[c.refusal_ground as RefusalGround]
    return sentence(`没有受理：${zh}`, `Not accepted: ${en}`)
  }
  if (c.outcome !== null) {
    const [zh, en] = OUTCOMES[c.outcome]
    return sentence(`已办结：${zh}`, `Closed: ${en}`)
  }
  const money = frozenSaid(c)
  const due = c.due_by ?? now
  const late = now >= due
  const [zh, en] = {
    authority: ['等主管部门', 'the authority'],
    shop: ['等店家答复', 'the shop'],
    unit: [`等${unit_name}办理`, unit_name],
    nobody: ['', ''],
  }[whoseTurn(c, now)] as [string, string]
  return late
    ? sentence(`${money.zh}${zh}，已过期限`, `${money.en}Waits for ${en}; its time is over`)
    : sentence(
        `${money.zh}${zh}，最迟 ${spoken(due)}`,
        `${money.en}Waits for ${en}, until ${spokenEn(due)}`,
      )
}
function frozenSaid({ reserved_fen, kept_fen }: ComplaintDetailRow): Sentence {
  const both = reserved_fen + kept_fen
  if (both === 0) return sentence('', '')
  const sum = yuan(fen(both))
  return sentence(`有争议的 ${sum} 先不动。`, `${sum} in question stays still. `)
}

const ComplaintStep = z.strictObject({
  step: z.enum(STEP_NAMES),
  by: z.enum(['holder', 'shop', 'authority', 'platform']),
  unit_name: z.string().nullable(),
  note: z.string().nullable(),
  at: z.string(),
})
const BY = {
  consumer: 'holder',
  staff: 'shop',
  regulator: 'authority',
} as const
export const presentStep = (s: StepRow, city: City): z.input<typeof ComplaintStep> => ({
  step: s.step,
  by: BY[s.by_kind as keyof typeof BY] ?? 'platform',
  unit_name: s.unit === null ? null : unitName(city, s.unit),
  note: s.note,
  at: s.at,
})
export const ComplaintWithSteps = z
  .strictObject({ ...ComplaintView.shape, steps: z.array(ComplaintStep) })
  .meta({ id: 'ComplaintWithSteps', description: '一件投诉，和办过的每一步' })
