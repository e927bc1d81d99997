import { bindDoors } from '../platform/jobs'
import { moveSeals } from './move'
import { room } from './room'

export const doors = bindDoors(room, { routes: [], jobs: { moveSeals } })
