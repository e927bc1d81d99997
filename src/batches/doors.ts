import { doorsOf } from '../platform/doors'
import { batchRoutes } from './batch-routes'
import { room } from './room'

export const doors = doorsOf(room, { routes: [batchRoutes] })
