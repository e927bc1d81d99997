import { declare } from '../kernel/declare'

export const room = declare({
  name: 'dev',
  about: 'the movable clock',
  refusals: {
    clock_moves_forward_only: {
      status: 422,
      message: '时钟只能向前走',
      message_en: 'The clock only goes forward',
      frozen: true,
    },
  },
})
