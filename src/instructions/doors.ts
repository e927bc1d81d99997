import { doorsOf } from '../platform/doors'
import { escalateInstructions } from './escalate'
import { room } from './room'
import { instructionRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [instructionRoutes],
  jobs: {
    escalateInstructions,
  },
})
