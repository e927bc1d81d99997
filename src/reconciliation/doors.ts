import { bindDoors } from '../platform/jobs'
import { reconcileDays } from './reconcile'
import { room } from './room'

export const doors = bindDoors(room, {
  jobs: {
    reconcileBankDays: reconcileDays,
  },
})
