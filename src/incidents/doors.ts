import { bindDoors } from '../platform/doors'
import { room } from './room'
import { incidentRoutes } from './routes'

export const doors = bindDoors(room, { routes: [incidentRoutes] })
