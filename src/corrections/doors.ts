import { doorsOf } from '../platform/doors'
import { settleCorrections } from './correct'
import { room } from './room'
import { correctionRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [correctionRoutes],
  jobs: {
    settleCorrections,
  },
})
