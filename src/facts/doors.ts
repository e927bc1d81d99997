import { doorsOf } from '../platform/doors'
import { room } from './room'
import { factRoutes } from './routes'

export const doors = doorsOf(room, { routes: [factRoutes] })
