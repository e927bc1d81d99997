import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { packRoutes } from './routes'
import { sealPacks } from './seal'

export const doors = bindDoors(room, {
  routes: [packRoutes],
  jobs: {
    sealResolutionPacks: sealPacks,
  },
})
