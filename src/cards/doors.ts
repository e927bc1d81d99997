import { doorsOf } from '../platform/doors'
import { earnPeriodDays } from './earn'
import { room } from './room'

export const doors = doorsOf(room, {
  jobs: {
    earnPeriodDays,
  },
})
