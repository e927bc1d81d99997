import { bindDoors } from '../platform/jobs'
import { expirePurchases } from './expire'
import { reconcilePurchases } from './reconcile'
import { returnPayments } from './return'
import { room } from './room'
import { purchaseRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [purchaseRoutes],
  jobs: {
    reconcilePurchases,
    returnPayments,
    expirePurchases,
  },
})
