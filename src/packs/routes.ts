import { newRouter } from '../platform/http'
import { packRoutes } from './pack-routes'
import { quarterRoutes } from './quarter-routes'

/** What an authority has in one hand: resolution packs, and the quarterly figures that shops file. */
export const resolutionRoutes = newRouter()
resolutionRoutes.route('/', packRoutes)
resolutionRoutes.route('/', quarterRoutes)
