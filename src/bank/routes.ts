import { newRouter } from '../platform/http'
import { bankBreakRoutes } from './break-routes'
import { bankCheckRoutes } from './check-routes'
import { bankCloseRoutes } from './close-routes'
import { bankImportRoutes } from './import-routes'
import { bankShortageRoutes } from './shortage-routes'

/** Everything under /v1/bank: statements in, reconciliation, coverage; and what of it is public. */
export const bankRoutes = newRouter()
bankRoutes.route('/', bankImportRoutes)
bankRoutes.route('/', bankBreakRoutes)
bankRoutes.route('/', bankCloseRoutes)
bankRoutes.route('/', bankCheckRoutes)
bankRoutes.route('/', bankShortageRoutes)
