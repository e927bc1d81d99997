import { planned } from '../operations/doors'
import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { statusRoutes } from './routes'

export const doors = bindDoors(room, { routes: [statusRoutes(planned)] })
