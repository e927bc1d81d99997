import { bindDoors } from '../platform/jobs'
import { levelRoutes } from './level'
import { levelProposalRoutes } from './proposals'
import { room } from './room'

export const doors = bindDoors(room, {
  routes: [levelRoutes, levelProposalRoutes],
})
