import { doorsOf } from '../platform/doors'
import { room } from './room'
import { supervisionRoutes } from './routes'

export const doors = doorsOf(room, { routes: [supervisionRoutes] })
