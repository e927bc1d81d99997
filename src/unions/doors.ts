import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { unionRoutes } from './routes'

export const doors = bindDoors(room, { routes: [unionRoutes] })
