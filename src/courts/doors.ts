import { bindDoors } from '../platform/jobs'
import { endCourtOrders } from './orders'
import { room } from './room'
import { courtRoutes } from './routes'

export const doors = bindDoors(room, { routes: [courtRoutes], jobs: { endCourtOrders } })
