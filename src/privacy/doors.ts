import { bindDoors } from '../platform/jobs'
import { eraseRipe } from './erase'
import { forgetOldTraces } from './forget'
import { room } from './room'
import { privacyRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [privacyRoutes],
  jobs: { eraseRipe, forgetOldTraces },
})
