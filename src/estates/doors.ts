import { bindDoors } from '../platform/doors'
import { moveEstates } from './move'
import { room } from './room'
import { estateRoutes } from './routes'

export const doors = bindDoors(room, { routes: [estateRoutes], jobs: { moveEstates } })
