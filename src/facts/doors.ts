import { bindDoors } from '../platform/doors'
import { room } from './room'
import { factRoutes } from './routes'

export const doors = bindDoors(room, { routes: [factRoutes] })
