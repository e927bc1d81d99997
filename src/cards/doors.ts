import { bindDoors } from '../platform/jobs'
import { earnPeriodDays } from './earn'
import { room } from './room'

export const doors = bindDoors(room, {
  jobs: {
    earnPeriodDays,
  },
})
