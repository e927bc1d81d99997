import { declare } from '../kernel/declare'

export const room = declare({
  name: 'objections',
  about: 'the link in a message that can object and nothing else',
  refusals: {
    objection_link_invalid: {
      status: 404,
      message: '这个链接不对，请登录后查看',
      message_en: 'This link is wrong; sign in to look',
      frozen: true,
    },
  },
  stakes: {
    objectByLink: 'charge',
  },
})
