import { bindDoors } from '../platform/jobs'
import {
  advanceRefunds,
  escalateRefunds,
  payOverdueRefunds,
  paySilentRefunds,
  recountContests,
} from './clock'
import { room } from './room'
import { refundCaseRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [refundCaseRoutes],
  jobs: {
    recountContests,
    paySilentRefunds,
    escalateRefunds,
    payOverdueRefunds,
    advanceRefunds,
  },
})
