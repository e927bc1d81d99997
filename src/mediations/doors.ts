import { bindDoors } from '../platform/jobs'
import { claimRoutes } from './claim-routes'
import { lapseMediations, offerMediationBatches } from './clock'
import { mediationPaperRoutes } from './paper-routes'
import { room } from './room'
import { mediationProposalRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [mediationProposalRoutes, mediationPaperRoutes, claimRoutes],
  jobs: { lapseMediations, offerMediationBatches },
})
