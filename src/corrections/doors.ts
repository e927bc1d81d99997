import { bindDoors } from '../platform/doors'
import { settleCorrections } from './correct'
import { room } from './room'
import { correctionRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [correctionRoutes],
  jobs: {
    settleCorrections,
  },
})
