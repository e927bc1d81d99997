import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { fen, proportion, yuan } from '../kernel/money'
import { asMessage, type Sentence, sentence } from '../kernel/sentence'
import { type Instant, localDate } from '../kernel/time'
import { shopFactsFrom } from '../merchants/standing'
import type { Actor } from '../platform/actor'
import type { Ending } from '../standing/facts'
import { shopStanding } from '../standing/shop-rules'
import { presentShopStanding, ShopStanding } from '../standing/views'
import { IncidentRecord, incidentRecord } from './record'
import { endingProgress, endingStage, hasArrived, hasBegun, isMoving, STAGES } from './rules'
import type { EndingDetailRow } from './store'

export const EndingId = z.string().regex(idPattern('end'))
const PHASES = [
  'telling',
  'waiting',
  'counting',
  'allotting',
  'spreading',
  'refunding',
  'done',
  'dismissed',
] as const
export const EndingView = z
  .strictObject({
    id: EndingId,
    object: z.literal('ending'),
    kind: z.enum(['closure', 'incident']),
    merchant_id: z.string(),
    merchant_name: z.string(),
    reason: z.string(),
    contact: z.string().nullable(),
    reported_at: z.string(),
    closes_on: z.string().nullable(),
    confirmed_at: z.string().nullable(),
    dismissed_at: z.string().nullable(),
    dismissed_reason: z.string().nullable(),
    phase: z.enum(PHASES),
    stage: z.enum(STAGES).meta({
      description:
        '到哪一步：同 phase，另有 unconfirmed 等另一人确认、arriving 都开出了还没有全部到账',
    }),
    has_begun: z.boolean().meta({ description: '善后已经开始，有进度可看' }),
    is_moving: z.boolean().meta({ description: '正在自己往前走' }),
    cards_count: z.int(),
    told_count: z.int(),
    counted_count: z.int(),
    refunded_count: z.int(),
    failed_count: z.int().meta({ description: '没有可退的（已另行退款）' }),
    owed_fen: z.int().meta({ description: '该退给持卡人的合计' }),
    advance_fen: z.int().meta({ description: '开始时没有还清的预支' }),
    payable_used_fen: z.int().meta({ description: '用店家应得的抵了多少' }),
    deposit_used_fen: z.int().meta({ description: '用保证金抵了多少' }),
    shortfall_fen: z.int().meta({ description: '还缺的，各卡按比例少退，仍是债权' }),
    covered_fen: z.int().meta({ description: '能马上退的合计' }),
    opened_fen: z.int().meta({ description: '已开出退款的合计 = 在路上 + 等收款账户 + 已到账' }),
    on_the_way_fen: z.int().meta({ description: '在路上，还没有到账' }),
    waiting_fen: z.int().meta({ description: '没有退成或还没有收款账户，等持卡人填' }),
    arrived_fen: z.int().meta({ description: '已经到账' }),
    arrived_count: z.int().meta({ description: '全部到账的卡数' }),
    progress_bp: z
      .int()
      .meta({ description: '进度，万分数；全部到账才是 10000，后来退回的会减下来' }),
    share_bp: z
      .int()
      .nullable()
      .meta({ description: '该退的每万分里能先退几分，向下取整；还没算出来是 null' }),
    message: z.string(),
    message_en: z.string(),
    standing: ShopStanding,
    record: IncidentRecord.nullable().meta({ description: '失联事件的证据与经办人；给监管人员' }),
    began_at: z.string().nullable(),
    done_at: z.string().nullable(),
  })
  .meta({ id: 'Ending', description: '店家停业或失联的处置：进度与怎么分，人人看得到同一组数' })

export function presentEnding(
  e: EndingDetailRow,
  { now, actor }: { now: Instant; actor: Actor },
): z.input<typeof EndingView> {
  const facts = { ...shopFactsFrom(e, localDate(now)), ending: endOf(e) }
  const standing = shopStanding(facts)
  const stage = endingStage(e)
  const now_owed = { owed_fen: facts.owed_fen, short_fen: standing.figures.short_fen }
  return {
    id: e.id,
    object: 'ending',
    kind: e.kind,
    merchant_id: e.merchant_id,
    merchant_name: e.merchant_name,
    reason: e.reason,
    contact: e.contact,
    reported_at: e.reported_at,
    closes_on: e.closes_on,
    confirmed_at: e.confirmed_at,
    dismissed_at: e.dismissed_at,
    dismissed_reason: e.dismissed_reason,
    phase: e.phase,
    stage,
    has_begun: hasBegun(stage),
    is_moving: isMoving(stage),
    cards_count: e.cards_count,
    told_count: e.told_count,
    counted_count: e.counted_count,
    refunded_count: e.refunded_count,
    failed_count: e.failed_count,
    owed_fen: e.owed_fen,
    advance_fen: e.advance_fen,
    payable_used_fen: e.payable_used_fen,
    deposit_used_fen: e.deposit_used_fen,
    shortfall_fen: e.shortfall_fen,
    covered_fen: e.covered_fen,
    opened_fen: e.on_the_way_fen + e.waiting_fen + e.arrived_fen,
    on_the_way_fen: e.on_the_way_fen,
    waiting_fen: e.waiting_fen,
    arrived_fen: e.arrived_fen,
    arrived_count: e.done_count,
    progress_bp: endingProgress(e),
    share_bp: e.owed_fen === 0 ? null : proportion(e.covered_fen, 10_000, e.owed_fen),
    ...asMessage(messageOf(e)),
    standing: presentShopStanding(standing),
    record: incidentRecord(e, { actor, now_owed }),
    began_at: e.began_at,
    done_at: e.done_at,
  }
}

/** The end as it stands in this very answer, for the sentence about the shop's money. */
const endOf = (e: EndingDetailRow): Ending => {
  if (e.phase === 'dismissed') return 'none'
  if (e.phase === 'done') return 'ended'
  if (e.kind === 'closure') return 'closing'
  return e.confirmed_at === null ? 'reported' : 'runaway'
}

function messageOf(e: EndingDetailRow): Sentence {
  if (e.phase === 'dismissed')
    return sentence('事件已撤销，没有动钱', 'The report was withdrawn; no money moved')
  if (e.kind === 'incident' && e.confirmed_at === null)
    return sentence(
      '已暂停售卡和出款，等另一位监管人员确认',
      'Sales and payouts have stopped; a second official is to confirm',
    )
  if (e.phase === 'telling' || e.phase === 'waiting')
    return e.kind === 'closure'
      ? sentence(
          `${e.closes_on} 之前照常使用；之后没用完的钱按“不是您的原因”自动退还`,
          `Usable as before until ${e.closes_on}; then what is left comes back by itself, as for no fault of yours`,
        )
      : sentence(
          '正在通知每一位持卡人，随后自动退款',
          'Every holder is being told; then the refunds go out by themselves',
        )
  const gap = yuan(fen(e.shortfall_fen))
  const share =
    e.shortfall_fen > 0
      ? sentence(
          `；店家预支没还清，缺 ${gap}，各卡同一比例先退，其余仍是债权`,
          `; ${gap} is missing, for the shop’s advance is unpaid: all cards in equal parts first, the rest stays owed`,
        )
      : sentence('', '')
  const [cards, owed, back] = [e.refunded_count, yuan(fen(e.owed_fen)), yuan(fen(e.arrived_fen))]
  if (hasArrived(e))
    return sentence(
      `已为 ${cards} 张卡退出 ${back}，全部到账${share.zh}`,
      `${back} went back to ${cards} card(s), all of it has arrived${share.en}`,
    )
  const now = arrivals(e)
  return sentence(
    `应退 ${owed}，已为 ${cards} 张卡开出退款：${now.zh}${share.zh}`,
    `${owed} is due, refunds of ${cards} card(s) are out: ${now.en}${share.en}`,
  )
}

/** What arrived, what is on its way and what waits for its holder: never one figure for the three. */
function arrivals(e: EndingDetailRow): Sentence {
  const parts: Sentence[] = [
    sentence(`已到账 ${yuan(fen(e.arrived_fen))}`, `${yuan(fen(e.arrived_fen))} arrived`),
  ]
  const [way, waits] = [yuan(fen(e.on_the_way_fen)), yuan(fen(e.waiting_fen))]
  if (e.on_the_way_fen > 0) parts.push(sentence(`在路上 ${way}`, `${way} on its way`))
  if (e.waiting_fen > 0)
    parts.push(sentence(`等收款账户 ${waits}`, `${waits} waits for an account`))
  return sentence(parts.map(({ zh }) => zh).join('，'), parts.map(({ en }) => en).join(', '))
}
