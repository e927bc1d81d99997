import { bindDoors } from '../platform/jobs'
import { mediationClaimRoutes } from './claim'
import { lapseMediations, offerMediationBatches } from './clock'
import { mediationPaperRoutes } from './paper-routes'
import { room } from './room'
import { mediationProposalRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [mediationProposalRoutes, mediationPaperRoutes, mediationClaimRoutes],
  jobs: { lapseMediations, offerMediationBatches },
})
