import { newRouter } from '../platform/http'
import { bankBreakRoutes } from './break-routes'
import { bankCloseRoutes } from './close-routes'
import { bankImportRoutes } from './import-routes'

/** Everything under /v1/bank: statements in, reconciliation, coverage. */
export const bankRoutes = newRouter()
bankRoutes.route('/', bankImportRoutes)
bankRoutes.route('/', bankBreakRoutes)
bankRoutes.route('/', bankCloseRoutes)
