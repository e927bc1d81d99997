import { doorsOf } from '../platform/doors'
import { advanceRefunds, escalateRefunds, payOverdueRefunds, paySilentRefunds } from './clock'
import { room } from './room'
import { refundCaseRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [refundCaseRoutes],
  jobs: {
    paySilentRefunds,
    escalateRefunds,
    payOverdueRefunds,
    advanceRefunds,
  },
})
