import { bindDoors } from '../platform/doors'
import { batchRoutes } from './batch-routes'
import { room } from './room'

export const doors = bindDoors(room, { routes: [batchRoutes] })
