import { declare } from '../kernel/declare'

export const room = declare({
  name: 'insiders',
  about: 'uses that somebody of the shop may have made up: marked, above a sum not payable yet',
  tables: ['insider_marks'],
  refusals: {
    insider_mark_not_found: {
      status: 404,
      message: '没有找到等您认的这笔',
      message_en: 'There is no use that waits for your word',
      frozen: true,
    },
    insider_mark_not_yours_to_end: {
      status: 403,
      message: '没有改动。您在这家店工作，这笔要等到时间，不能自己认',
      message_en: 'Nothing changed. You work at this shop: this one waits for its time',
      frozen: true,
    },
    insider_mark_changed_meanwhile: {
      status: 409,
      message: '这个标记刚刚变了，请再看一次',
      message_en: 'This mark changed just now; look again',
    },
  },
  jobs: {
    endInsiderMarks: {
      turn: 224,
      when: 'often',
      what: '到了时间的标记放开，那笔钱照常付给店家；标记本身留着',
      what_en: 'Lets go of marks whose time has come: the money is payable; the mark stays',
    },
  },
})
