import { bindDoors } from '../platform/doors'
import { keepCases } from './look'
import { room } from './room'
import { caseRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [caseRoutes],
  jobs: { keepCases },
})
