import { bindDoors } from '../platform/jobs'
import { endInsiderMarks } from './end'
import { room } from './room'
import { insiderRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [insiderRoutes],
  jobs: { endInsiderMarks },
})
