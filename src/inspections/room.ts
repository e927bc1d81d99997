import { declare } from '../kernel/declare'

export const room = declare({
  name: 'inspections',
  about:
    'patrols of grid workers: which door when, and what somebody found there, with picture and place',
  tables: ['patrols', 'patrol_findings', 'patrol_photos'],
  prefixes: {
    ptl: 'patrol of a shop',
    pfd: 'finding of a patrol',
    pph: 'picture of a patrol',
  },
  refusals: {
    patrol_not_found: {
      status: 404,
      message: '没有找到这次巡查',
      message_en: 'There is no such patrol',
      frozen: true,
    },
    patrol_is_planned: {
      status: 409,
      message: '这家店已经有一次巡查等着去',
      message_en: 'A patrol of this shop is planned already',
      frozen: true,
    },
    patrol_is_done: {
      status: 409,
      message: '这次巡查已经有结果',
      message_en: 'This patrol has its finding already',
      frozen: true,
    },
    patrol_photo_not_found: {
      status: 404,
      message: '没有找到这张照片',
      message_en: 'There is no such photo',
      frozen: true,
    },
    patrol_seen_later: {
      status: 422,
      message: '没有记下。看到的时间不能晚于现在，也不能早于三天前',
      message_en: 'Not recorded. It was seen neither later than now nor more than three days ago',
      frozen: true,
    },
  },
})
