import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { factRoutes } from './routes'

export const doors = bindDoors(room, { routes: [factRoutes] })
