import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { incidentRoutes } from './routes'

export const doors = bindDoors(room, { routes: [incidentRoutes] })
