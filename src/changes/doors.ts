import { bindDoors } from '../platform/jobs'
import { applyChanges, releaseTakeovers, tellChanges } from './announce'
import { tellExpiries } from './expiry'
import { room } from './room'
import { changeRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [changeRoutes],
  jobs: {
    tellExpiries,
    tellChanges,
    applyChanges,
    releaseTakeovers,
  },
})
