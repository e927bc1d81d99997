import { bindDoors } from '../platform/jobs'
import { lapseMediations, offerMediationBatches } from './clock'
import { mediationPaperRoutes } from './paper-routes'
import { room } from './room'
import { mediationProposalRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [mediationProposalRoutes, mediationPaperRoutes],
  jobs: { lapseMediations, offerMediationBatches },
})
