import { bindDoors } from '../platform/doors'
import { vendorDeskRoutes } from './desk-routes'
import { room } from './room'
import { vendorRoutes } from './routes'
import { tokenRoutes } from './token-routes'

export const doors = bindDoors(room, { routes: [tokenRoutes, vendorRoutes, vendorDeskRoutes] })
