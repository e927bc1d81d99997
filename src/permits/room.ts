import { declare } from '../kernel/declare'

export const room = declare({
  name: 'permits',
  about: 'who may carry books of the whole city out: one asks, another person agrees',
  tables: ['export_permits'],
  prefixes: { exp: 'permit for a file of the books' },
  refusals: {
    export_needs_permit: {
      status: 403,
      message: '没有导出。全市或别家店的账簿要两个人：先申请，另一个人同意后 24 小时内由申请人下载',
      message_en:
        'Not exported. Books of more than one’s own shop take two people: ask first; once another agrees there are 24 hours',
    },
    export_permit_not_found: {
      status: 404,
      message: '没有找到这次导出申请',
      message_en: 'There is no such request to export',
      frozen: true,
    },
    export_permit_not_waiting: {
      status: 409,
      message: '这次导出申请已有结果',
      message_en: 'This request to export is decided already',
      frozen: true,
    },
  },
})
