import { bindDoors } from '../platform/doors'
import { fetchStatements } from './fetch'
import { room } from './room'
import { bankImportRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [bankImportRoutes],
  jobs: {
    fetchBankStatements: fetchStatements,
  },
})
