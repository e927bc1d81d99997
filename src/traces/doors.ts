import { bindDoors } from '../platform/jobs'
import { sendReadingDigests } from './digest'
import { room } from './room'
import { traceRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [traceRoutes],
  jobs: { sendReadingDigests },
})
