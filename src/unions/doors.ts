import { bindDoors } from '../platform/doors'
import { room } from './room'
import { unionRoutes } from './routes'

export const doors = bindDoors(room, { routes: [unionRoutes] })
