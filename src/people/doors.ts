import { bindDoors } from '../platform/jobs'
import { nominationRoutes } from './nomination-routes'
import { room } from './room'
import { rosterRoutes } from './roster'
import { peopleRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [peopleRoutes, nominationRoutes, rosterRoutes],
})
