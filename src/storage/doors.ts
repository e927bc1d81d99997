import { bindDoors } from '../platform/jobs'
import { measureStorage } from './measure'
import { room } from './room'

export const doors = bindDoors(room, { routes: [], jobs: { measureStorage } })
