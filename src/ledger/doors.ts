import { doorsOf } from '../platform/doors'
import { room } from './room'
import { ledgerRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [ledgerRoutes],
})
