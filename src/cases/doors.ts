import { bindDoors } from '../platform/jobs'
import { keepCases } from './look'
import { planPatrols } from './plan'
import { room } from './room'
import { caseRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [caseRoutes],
  jobs: { keepCases, planPatrols },
})
