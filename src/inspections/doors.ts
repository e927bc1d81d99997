import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { inspectionRoutes } from './routes'

export const doors = bindDoors(room, { routes: [inspectionRoutes] })
