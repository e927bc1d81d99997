import { bindDoors } from '../platform/jobs'
import { escalateInstructions } from './escalate'
import { room } from './room'
import { instructionRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [instructionRoutes],
  jobs: {
    escalateInstructions,
  },
})
