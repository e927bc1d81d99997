import { doorsOf } from '../platform/doors'
import { reconcileDays } from './reconcile'
import { room } from './room'

export const doors = doorsOf(room, {
  jobs: {
    reconcileBankDays: reconcileDays,
  },
})
