import { doorsOf } from '../platform/doors'
import { fetchStatements } from './fetch'
import { room } from './room'
import { bankImportRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [bankImportRoutes],
  jobs: {
    fetchBankStatements: fetchStatements,
  },
})
