import { doorsOf } from '../platform/doors'
import { factRoutes } from './facts-routes'
import { chargeFees } from './fees'
import { fundRefunds } from './refunds'
import { room } from './room'
import { custodyRoutes } from './routes'
import { finishSettlements, settleIntoCustody } from './settle'
import { readProviderBook } from './third'

export const doors = doorsOf(room, {
  routes: [custodyRoutes, factRoutes],
  jobs: {
    settleIntoCustody,
    readProviderBook,
    finishSettlements,
    chargeFees,
    fundRefunds,
  },
})
