import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { District, MerchantId, Sector } from '../merchants/views'
import { FOUND } from './rules'
import type { FindingDetailRow, PatrolDetailRow } from './store'

export const PatrolId = z.string().regex(idPattern('ptl'))
export const PhotoId = z.string().regex(idPattern('pph'))
export const PatrolView = z
  .strictObject({
    object: z.literal('patrol'),
    id: PatrolId,
    merchant_id: MerchantId,
    merchant_name: z.string(),
    address: z.string(),
    district: District,
    sector: Sector,
    level: z.int().meta({ description: '排这次巡查时的级别；有人要求去的是 5' }),
    due_on: z.string().meta({ description: '最晚哪天去' }),
    asked_by_name: z.string().nullable().meta({ description: '谁要求去的；空：按计划' }),
    note: z.string().nullable().meta({ description: '要留意什么' }),
    done_at: z.string().nullable(),
    finding_id: z.string().nullable().meta({ description: '结果；还没有为空' }),
  })
  .meta({ id: 'Patrol', description: '一次巡查：去哪家店、最晚哪天；没有顾客的钱' })
export const PatrolAnswers = z
  .strictObject({
    sale_sign: z.boolean().meta({ description: '门上有转让、清仓、招租' }),
    staff_present: z.boolean().meta({ description: '有员工在' }),
    stock_present: z.boolean().meta({ description: '货和设备还在' }),
    sold_outside: z.boolean().meta({ description: '在平台外卖卡收款' }),
  })
  .meta({ id: 'PatrolAnswers', description: '清单，每条是或不是' })
export const FindingView = z
  .strictObject({
    object: z.literal('patrol_finding'),
    id: z.string().regex(idPattern('pfd')),
    patrol_id: PatrolId.meta({ description: '哪一次巡查' }),
    merchant_id: MerchantId,
    merchant_name: z.string(),
    found: z.enum(FOUND).meta({ description: 'open 在营业 · closed 关着门 · refurbishing 在装修' }),
    answers: PatrolAnswers,
    note: z.string(),
    place: z
      .strictObject({
        lat: z.number().meta({ description: '纬度' }),
        lon: z.number().meta({ description: '经度' }),
      })
      .nullable()
      .meta({ description: '大约在哪里，千分之一度；没有给为空' }),
    seen_at: z.string().meta({ description: '手机上的时间，在门口时' }),
    by_name: z.string().meta({ description: '谁去的' }),
    reported_at: z.string().meta({ description: '平台收到的时间' }),
    photos: z
      .array(
        z.strictObject({
          id: PhotoId,
          content_hash: z.string().meta({ description: '照片的 SHA-256' }),
        }),
      )
      .meta({ description: '照片；地点、时间、机型都已去掉' }),
  })
  .meta({ id: 'PatrolFinding', description: '一次巡查看到什么；只添不改' })
export const PatrolPhotoImage = z
  .strictObject({
    object: z.literal('patrol_photo_image'),
    photo_id: PhotoId.meta({ description: '哪一张' }),
    media: z.enum(['image/jpeg', 'image/png']).meta({ description: '什么格式' }),
    content: z.string().meta({ description: '照片本身，base64' }),
  })
  .meta({ id: 'PatrolPhotoImage' })

export const presentPatrol = (p: PatrolDetailRow): z.input<typeof PatrolView> => ({
  object: 'patrol',
  id: p.id,
  merchant_id: p.merchant_id,
  merchant_name: p.merchant_name,
  address: p.address,
  district: p.district,
  sector: p.sector,
  level: p.level,
  due_on: p.due_on,
  asked_by_name: p.asked_by_name,
  note: p.note,
  done_at: p.done_at,
  finding_id: p.finding_id,
})

const E3 = 1_000
export const presentFinding = (f: FindingDetailRow): z.input<typeof FindingView> => ({
  object: 'patrol_finding',
  id: f.id,
  patrol_id: f.patrol_id,
  merchant_id: f.merchant_id,
  merchant_name: f.merchant_name,
  found: f.found,
  answers: JSON.parse(f.answers) as z.output<typeof PatrolAnswers>,
  note: f.note,
  place: f.lat_e3 === null || f.lon_e3 === null ? null : { lat: f.lat_e3 / E3, lon: f.lon_e3 / E3 },
  seen_at: f.seen_at,
  by_name: f.by_name,
  reported_at: f.reported_at,
  photos: JSON.parse(f.photos) as { id: string; content_hash: string }[],
})
