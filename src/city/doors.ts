import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { cityRoutes } from './routes'

export const doors = bindDoors(room, { routes: [cityRoutes] })
