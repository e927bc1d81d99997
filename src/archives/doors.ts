import { bindDoors } from '../platform/doors'
import { moveHistoryOut } from './move'
import { room } from './room'
import { archiveRoutes } from './routes'

export const doors = bindDoors(room, { routes: [archiveRoutes], jobs: { moveHistoryOut } })
