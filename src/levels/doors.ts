import { doorsOf } from '../platform/doors'
import { levelRoutes } from './level'
import { levelProposalRoutes } from './proposals'
import { room } from './room'

export const doors = doorsOf(room, {
  routes: [levelRoutes, levelProposalRoutes],
})
