import * as z from 'zod'
import { Phone } from '../identity/phone'
import { type City, districtName } from '../kernel/city'
import { idPattern } from '../kernel/ids'
import { District, Line } from '../merchants/views'
import { type JoinRequestRow, PARTS, RESULTS } from './store'

export const JoinRequestId = z.string().regex(idPattern('jrq'))
const Part = z.enum(PARTS).meta({ description: '上午或下午' })
export const NewJoinRequest = z
  .strictObject({
    shop_name: Line({ min: 2, max: 60 }),
    phone: Phone,
    district: District,
    wished_on: z.iso.date().meta({ description: '想哪天来：列表里的一天' }),
    wished_part: Part,
  })
  .meta({ id: 'NewJoinRequest', description: '一家店想接入，约工作人员' })
export const NewResult = z
  .strictObject({ result: z.enum(RESULTS), note: Line({ min: 2, max: 200 }).optional() })
  .meta({ id: 'NewJoinRequestResult', description: '预约办得怎样' })

export const JoinRequestView = z
  .strictObject({
    id: JoinRequestId,
    object: z.literal('join_request'),
    shop_name: z.string().meta({ description: '店名，约的人写的' }),
    district: District,
    district_name: z.string(),
    wished_on: z.string().meta({ description: '想哪天来' }),
    wished_part: Part,
    phone_mask: z.string(),
    asked_at: z.string().meta({ description: '几时约的，UTC' }),
    result: z
      .enum(RESULTS)
      .nullable()
      .meta({ description: 'null 等着 · met 已见面 · not_reached 联系不上 · withdrawn 不来了' }),
    note: z.string().nullable(),
    noted_at: z.string().nullable().meta({ description: '几时记下的，UTC' }),
    noted_by_name: z.string().nullable().meta({ description: '谁记下的' }),
  })
  .meta({ id: 'JoinRequest', description: '一家店的接入预约' })

export const presentJoinRequest = (
  { phone_sealed: _sealed, ...row }: JoinRequestRow,
  city: City,
): z.input<typeof JoinRequestView> => ({
  object: 'join_request',
  ...row,
  district_name: districtName(city, row.district),
})
