import { declare } from '../kernel/declare'

export const room = declare({
  name: 'quarters',
  about: 'the quarterly figures a shop files',
  tables: ['quarter_filings'],
  refusals: {
    quarter_not_begun: {
      status: 409,
      message: '这个季度还没有开始',
      message_en: 'This quarter has not begun',
    },
    quarter_not_over: {
      status: 409,
      message: '没有填报。这个季度还没有结束',
      message_en: 'Not filed. This quarter is not over',
    },
    quarter_moved_out: {
      status: 409,
      message: '这个季度没有填报，当时的流水已移到归档，不再从账上重算；请向平台要归档里的数',
      message_en:
        'Nothing was filed for this quarter, and its ledger has moved to the archive; it is not worked out anew',
    },
    quarter_already_filed: {
      status: 409,
      message: '这个季度已经填报，填报过的数不能改',
      message_en: 'This quarter is filed; what is filed does not change',
      frozen: true,
    },
    filings_are_kept: {
      status: 409,
      message: '没有改动。填报过的数不能改写',
      message_en: 'Nothing was changed. What is filed is kept',
    },
  },
})
