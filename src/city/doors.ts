import { doorsOf } from '../platform/doors'
import { room } from './room'
import { cityRoutes } from './routes'

export const doors = doorsOf(room, { routes: [cityRoutes] })
