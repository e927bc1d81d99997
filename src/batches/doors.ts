import { bindDoors } from '../platform/jobs'
import { batchRoutes } from './batch-routes'
import { room } from './room'

export const doors = bindDoors(room, { routes: [batchRoutes] })
