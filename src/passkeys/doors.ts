import { bindDoors } from '../platform/jobs'
import { forgetChallenges, sendWorkNotices } from './notices'
import { recoveryRoutes } from './recovery-routes'
import { room } from './room'
import { passkeyRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [passkeyRoutes, recoveryRoutes],
  jobs: { sendWorkNotices, forgetChallenges },
})
