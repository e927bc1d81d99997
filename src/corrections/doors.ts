import { bindDoors } from '../platform/jobs'
import { settleCorrections } from './correct'
import { room } from './room'
import { correctionRoutes } from './routes'
import { shiftRoutes } from './shift'

export const doors = bindDoors(room, {
  routes: [correctionRoutes, shiftRoutes],
  jobs: {
    settleCorrections,
  },
})
