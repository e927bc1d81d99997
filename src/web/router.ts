import { newRouter } from '../platform/http'

export const webRoutes = newRouter()
