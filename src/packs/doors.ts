import { doorsOf } from '../platform/doors'
import { room } from './room'
import { packRoutes } from './routes'
import { sealPacks } from './seal'

export const doors = doorsOf(room, {
  routes: [packRoutes],
  jobs: {
    sealResolutionPacks: sealPacks,
  },
})
