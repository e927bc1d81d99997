import { doorsOf } from '../platform/doors'
import {
  advanceRefunds,
  escalateRefunds,
  payOverdueRefunds,
  paySilentRefunds,
  recountContests,
} from './clock'
import { room } from './room'
import { refundCaseRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [refundCaseRoutes],
  jobs: {
    recountContests,
    paySilentRefunds,
    escalateRefunds,
    payOverdueRefunds,
    advanceRefunds,
  },
})
