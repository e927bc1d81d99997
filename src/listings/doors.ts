import { bindDoors } from '../platform/doors'
import { endListings } from './acts'
import { room } from './room'
import { listingRoutes } from './routes'

export const doors = bindDoors(room, { routes: [listingRoutes], jobs: { endListings } })
