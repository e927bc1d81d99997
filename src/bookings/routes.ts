import * as z from 'zod'
import { InstantIn } from '../environment/instant'
import {
  answers,
  HOLDER,
  Pin,
  params,
  RESOLVED,
  TILL,
  USE_REFUSALS,
  what,
  withOneUse,
} from '../holds/route-parts'
import { createBooking } from '../holds/start'
import { HoldView } from '../holds/views'
import { newRouter, operation, serveAct } from '../platform/http'
import { captureBooking, type HoldersWord, recordNoShow, voidByHolder } from './booking'

export const bookingRoutes = newRouter()

const NewBooking = withOneUse(z.strictObject({ ...what, starts_at: InstantIn })).meta({
  id: 'NewBooking',
})
export const createBookingOperation = operation({
  method: 'post',
  path: '/v1/bookings',
  operationId: 'createBooking',
  tags: ['holds'],
  summary: '预约：先占用，到店后由店家结清，多占的退回',
  summary_en: 'Books a service: units are held, and settled by the shop on arrival',
  policy: HOLDER,
  body: NewBooking,
  answers: { 201: { description: '已占用，还没有付给店家', schema: HoldView } },
  refuses: [...USE_REFUSALS, 'booking_time_invalid', 'bookings_limit_reached'],
})
serveAct(bookingRoutes, createBookingOperation, (world, ask, { body }) =>
  createBooking(world, ask, body),
)

export const cancelBookingOperation = operation({
  method: 'post',
  path: '/v1/bookings/:id/cancellation',
  operationId: 'cancelBooking',
  tags: ['holds'],
  summary: '顾客取消预约：按合同的时限免费，过了按爽约算；超过免密限额的等顾客确认或等待期满',
  summary_en: 'Cancels a booking: free of charge in time, a no-show otherwise',
  policy: HOLDER,
  params,
  answers,
  refuses: RESOLVED,
})
serveAct(bookingRoutes, cancelBookingOperation, (world, ask, { params: { id } }) =>
  voidByHolder(world, ask, id),
)

export const captureBookingOperation = operation({
  method: 'post',
  path: '/v1/bookings/:id/capture',
  operationId: 'captureBooking',
  tags: ['holds'],
  summary: '顾客到店，店家结清预约：不超过占用的数，其余退回',
  summary_en: 'Settles a booking on arrival, for no more than was held',
  description:
    '带顾客的消费码，或手机尾号和柜台密码：限额内马上结清。都没有，或超过免密限额：先登记，钱仍占用着，短信告诉顾客，可以提异议；按金额等 24 小时、3 天或 15 个工作日，没有异议才付。',
  policy: TILL,
  params,
  body: z
    .strictObject({
      units: z.int().min(1).optional(),
      code: z.string().min(1).max(60).optional(),
      phone_tail: z
        .string()
        .regex(/^\d{4}$/)
        .optional(),
      pin: Pin.optional(),
    })
    .refine((b) => (b.phone_tail === undefined) === (b.pin === undefined), {
      message: 'phone_tail 和 pin 要一起给',
    })
    .refine((b) => b.code === undefined || b.pin === undefined, {
      message: 'code 和 pin 至多给一个',
    })
    .meta({
      id: 'CaptureBooking',
      dependentRequired: { phone_tail: ['pin'], pin: ['phone_tail'] },
      not: { properties: { code: {}, pin: {} }, required: ['code', 'pin'] },
    }),
  answers,
  refuses: [
    ...RESOLVED,
    'booking_not_started',
    'capture_exceeds_hold',
    'booking_at_another_shop',
    'code_invalid',
    'code_used',
    'code_locked',
    'code_of_another_card',
    'terminal_suspended',
    'counter_pin_off',
    'phone_tail_wrong',
    'pin_wrong',
    'pin_locked',
    'pin_not_set',
    'counter_limit_reached',
    'counter_shop_limit_reached',
    'no_pin_limit_reached',
  ],
})
serveAct(bookingRoutes, captureBookingOperation, (world, ask, { params: { id }, body }) =>
  captureBooking(world, ask, { hold_id: id, units: body.units ?? null, word: wordIn(body) }),
)
type SaidWord = {
  code?: string | undefined
  phone_tail?: string | undefined
  pin?: string | undefined
}
function wordIn({ code, phone_tail, pin }: SaidWord): HoldersWord {
  if (code !== undefined) return { code }
  return phone_tail !== undefined && pin !== undefined ? { phone_tail, pin } : null
}

export const recordNoShowOperation = operation({
  method: 'post',
  path: '/v1/bookings/:id/no-show',
  operationId: 'recordNoShow',
  tags: ['holds'],
  summary:
    '顾客没来：按合同约定的比例登记，先占用着，其余马上退回；没有异议才付，合同没写就全部退回',
  summary_en: 'Records that nobody came; the contract says what is kept',
  policy: TILL,
  params,
  answers,
  refuses: [...RESOLVED, 'booking_not_started'],
})
serveAct(bookingRoutes, recordNoShowOperation, (world, ask, { params: { id } }) =>
  recordNoShow(world, ask, id),
)
