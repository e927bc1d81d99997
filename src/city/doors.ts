import { bindDoors } from '../platform/doors'
import { room } from './room'
import { cityRoutes } from './routes'

export const doors = bindDoors(room, { routes: [cityRoutes] })
