import { bindDoors } from '../platform/jobs'
import { deliverEvents } from './deliver'
import { sendNotices } from './notices'
import { room } from './room'
import { notifyRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [notifyRoutes],
  jobs: {
    deliverEvents,
    sendNotices,
  },
})
