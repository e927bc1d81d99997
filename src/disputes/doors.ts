import { bindDoors } from '../platform/jobs'
import { collectClaims, fundDisputes } from './recover'
import { findDisputes, reviewDisputes } from './review'
import { room } from './room'
import { disputeRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [disputeRoutes],
  jobs: {
    findDisputes,
    reviewDisputes,
    collectClaims,
    fundDisputes,
  },
})
