import { bindDoors } from '../platform/jobs'
import { deviceRoutes } from './device-routes'
import { room } from './room'

export const doors = bindDoors(room, { routes: [deviceRoutes] })
