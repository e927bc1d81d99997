import { declare } from '../kernel/declare'

export const room = declare({
  name: 'incidents',
  about:
    'who is whistled for when a shop is gone, by when they answer and how well; what is handed to the police',
  tables: ['incident_whistles'],
  prefixes: { wst: 'whistle for a unit' },
  refusals: {
    whistle_not_found: {
      status: 404,
      message: '没有找到这一哨',
      message_en: 'There is no such whistle',
      frozen: true,
    },
    whistle_is_over: {
      status: 409,
      message: '这一哨已经有回应或打过分',
      message_en: 'This whistle was answered or scored already',
      frozen: true,
    },
    whistle_not_answered: {
      status: 409,
      message: '没有打分。这个单位还没有回应',
      message_en: 'Not scored. This unit has not answered yet',
      frozen: true,
    },
    whistle_not_yours: {
      status: 409,
      message: '没有打分。谁吹的哨谁打分',
      message_en: 'Not scored. Whoever blew the whistle scores it',
      frozen: true,
    },
    incident_is_whistled: {
      status: 409,
      message: '已经吹过哨',
      message_en: 'The whistle was blown already',
      frozen: true,
    },
  },
})
