import { bindDoors } from '../platform/doors'
import { room } from './room'
import { packRoutes } from './routes'
import { sealPacks } from './seal'

export const doors = bindDoors(room, {
  routes: [packRoutes],
  jobs: {
    sealResolutionPacks: sealPacks,
  },
})
