import { bindDoors } from '../platform/doors'
import { forgetPushes } from './forget'
import { room } from './room'
import { pushRoutes } from './routes'

export const doors = bindDoors(room, { routes: [pushRoutes], jobs: { forgetPushes } })
