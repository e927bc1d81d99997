import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { permitRoutes } from './routes'

export const doors = bindDoors(room, { routes: [permitRoutes] })
