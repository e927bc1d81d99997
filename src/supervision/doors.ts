import { bindDoors } from '../platform/doors'
import { room } from './room'
import { supervisionRoutes } from './routes'

export const doors = bindDoors(room, { routes: [supervisionRoutes] })
