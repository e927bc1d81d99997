import { bindDoors } from '../platform/doors'
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
