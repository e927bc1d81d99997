import { bindDoors } from '../platform/doors'
import { room } from './room'
import { permitRoutes } from './routes'

export const doors = bindDoors(room, { routes: [permitRoutes] })
