import { bindDoors } from '../platform/doors'
import { markCredit, scoreCredit } from './night'
import { room } from './room'
import { creditRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [creditRoutes],
  jobs: { markCredit, scoreCredit },
})
