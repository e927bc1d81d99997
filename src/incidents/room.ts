import { declare } from '../kernel/declare'

export const room = declare({
  name: 'incidents',
  about:
    'who is whistled for when a shop is gone, by when they answer and how well; what is handed to the police',
  tables: ['incident_whistles'],
  prefixes: { wst: 'whistle for a unit' },
  refusals: {
    whistle_not_found: { status: 404, message: '没有找到这一哨', frozen: true },
    whistle_is_over: { status: 409, message: '这一哨已经有回应或打过分', frozen: true },
    whistle_not_answered: { status: 409, message: '没有打分。这个单位还没有回应', frozen: true },
    whistle_not_yours: { status: 409, message: '没有打分。谁吹的哨谁打分', frozen: true },
    incident_is_whistled: { status: 409, message: '已经吹过哨', frozen: true },
  },
})
