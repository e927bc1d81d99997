import { bindDoors } from '../platform/doors'
import { measureStorage } from './measure'
import { room } from './room'

export const doors = bindDoors(room, { routes: [], jobs: { measureStorage } })
