import { bindDoors } from '../platform/jobs'
import { chargeFees } from './fees'
import { bankOverviewRoutes } from './overview'
import { fundRefunds } from './refunds'
import { room } from './room'
import { custodyRoutes } from './routes'
import { finishSettlements, settleIntoCustody } from './settle'
import { readProviderBook } from './third'

export const doors = bindDoors(room, {
  routes: [bankOverviewRoutes, custodyRoutes],
  jobs: {
    settleIntoCustody,
    readProviderBook,
    finishSettlements,
    chargeFees,
    fundRefunds,
  },
})
