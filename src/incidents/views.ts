import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import type { Instant } from '../kernel/time'
import type { Actor } from '../platform/actor'
import { WHISTLE_STATES, whistleState } from './rules'
import type { WhistleRow } from './store'

export const WhistleId = z.string().regex(idPattern('wst'))
export const WhistleView = z
  .strictObject({
    object: z.literal('whistle'),
    id: WhistleId,
    unit: z.string().meta({ description: '哪个单位，城市参数表里的代码' }),
    unit_name: z.string().meta({ description: '吹哨时这个单位叫什么' }),
    minutes: z.int().meta({ description: '几分钟内要有回应' }),
    blown_at: z.string().meta({ description: '什么时候吹的哨，UTC' }),
    due_at: z.string().meta({ description: '到这时要有回应' }),
    state: z.enum(WHISTLE_STATES).meta({
      description: 'waiting 等着 · late 超时 · answered 按时回应 · answered_late 超时才回应',
    }),
    answered_at: z.string().nullable().meta({ description: '什么时候回应的' }),
    answer: z.string().nullable().meta({ description: '做了什么' }),
    score: z.int().nullable().meta({ description: '吹哨人打的分，1 到 5' }),
    score_note: z.string().nullable().meta({ description: '为什么这个分' }),
    may_score: z.boolean().meta({ description: '您吹的哨，有回应了，还没打分' }),
  })
  .meta({ id: 'Whistle', description: '吹哨：叫一个单位来，带时限' })
export const Whistles = z
  .strictObject({
    object: z.literal('incident_whistles'),
    whistles: z.array(WhistleView).meta({ description: '时限短的在前' }),
  })
  .meta({ id: 'IncidentWhistles' })

export const presentWhistle = (
  w: WhistleRow,
  { now, actor }: { now: Instant; actor: Actor },
): z.input<typeof WhistleView> => ({
  object: 'whistle',
  id: w.id,
  unit: w.unit,
  unit_name: w.unit_name,
  minutes: w.minutes,
  blown_at: w.blown_at,
  due_at: w.due_at,
  state: whistleState(w, now),
  answered_at: w.answered_at,
  answer: w.answer,
  score: w.score,
  score_note: w.score_note,
  may_score: w.blown_by === actor.id && w.answered_at !== null && w.scored_at === null,
})

const Sum = z.strictObject({
  count: z.int().meta({ description: '几笔' }),
  fen: z.int().meta({ description: '多少钱' }),
})
export const IncidentFile = z
  .strictObject({
    object: z.literal('incident_file'),
    incident_id: z.string().regex(idPattern('end')).meta({ description: '哪一起失联事件' }),
    refunds: z
      .strictObject({
        opened: Sum.meta({ description: '开出的' }),
        on_the_way: Sum.meta({ description: '在路上' }),
        arrived: Sum.meta({ description: '到账的' }),
        failed: Sum.meta({ description: '没退成、等顾客给账户的' }),
      })
      .meta({ description: '退款到哪里了' }),
    whistles: z.array(WhistleView).meta({ description: '叫了谁' }),
    may_whistle: z.boolean().meta({ description: '还没有吹过哨' }),
  })
  .meta({ id: 'IncidentFile', description: '一起失联事件：退款到哪里了，叫了谁、几时到' })

const text = (description: string) => z.string().meta({ description })
export const Referral = z
  .strictObject({
    object: z.literal('incident_referral'),
    incident_id: z.string().regex(idPattern('end')).meta({ description: '哪一起失联事件' }),
    content_hash: text('下面这些内容的 SHA-256（RFC 8785 排法）'),
    content: z
      .strictObject({
        merchant: z
          .strictObject({
            id: text('店家编号'),
            name: text('店名'),
            address: text('地址'),
            licence_no: text('执照号'),
            legal_representative: text('法定代表人'),
          })
          .meta({ description: '店家' }),
        reason: text('原因'),
        evidence: text('证据，报告人原文'),
        reported_at: text('报告时间'),
        reported_by: z.string().nullable().meta({ description: '报告人' }),
        confirmed_at: z.string().nullable().meta({ description: '确认时间' }),
        confirmed_by: z.string().nullable().meta({ description: '确认人' }),
        owed_fen: z.int().meta({ description: '欠顾客合计' }),
        findings: z
          .array(
            z.strictObject({
              seen_at: text('在门口的时间'),
              by_name: text('谁去的'),
              found: text('看到什么'),
              note: text('怎么样'),
              photo_hashes: z.array(z.string()).meta({ description: '照片的 SHA-256' }),
            }),
          )
          .meta({ description: '巡查，新的在前，至多 20 次' }),
        cards: z
          .array(
            z.strictObject({
              card: text('卡的尾号'),
              owed_fen: z.int().meta({ description: '欠多少' }),
              covered_fen: z.int().meta({ description: '能先退多少' }),
              refund: z.string().nullable().meta({ description: '退款到哪一步' }),
            }),
          )
          .meta({ description: '每张卡；持卡人是谁要另办手续' }),
      })
      .meta({ description: '移送的内容' }),
  })
  .meta({ id: 'IncidentReferral', description: '移送公安的材料：证据、巡查、每张卡欠多少，带哈希' })
