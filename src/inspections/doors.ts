import { bindDoors } from '../platform/doors'
import { room } from './room'
import { inspectionRoutes } from './routes'

export const doors = bindDoors(room, { routes: [inspectionRoutes] })
