import { declare } from '../kernel/declare'

export const room = declare({
  name: 'bookings',
  about: 'a hold made by the holder for an hour',
  refusals: {
    code_of_another_card: {
      status: 422,
      message: '没有扣钱。这个消费码不是预约用的那张卡的',
      message_en: 'Nothing was charged. The code is of another card than the booking',
      frozen: true,
    },
  },
  stakes: {
    createBooking: 'charge',
    cancelBooking: 'charge',
    captureBooking: 'charge',
    recordNoShow: 'charge',
  },
})
