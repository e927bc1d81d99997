import { bindDoors } from '../platform/doors'
import { forgetChallenges, sendWorkNotices } from './notices'
import { room } from './room'
import { passkeyRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [passkeyRoutes],
  jobs: { sendWorkNotices, forgetChallenges },
})
