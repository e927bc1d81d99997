import { bindDoors } from '../platform/jobs'
import { fetchStatements } from './fetch'
import { room } from './room'
import { bankImportRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [bankImportRoutes],
  jobs: {
    fetchBankStatements: fetchStatements,
  },
})
