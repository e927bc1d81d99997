import { bindDoors } from '../platform/doors'
import { deviceRoutes } from './device-routes'
import { room } from './room'

export const doors = bindDoors(room, { routes: [deviceRoutes] })
