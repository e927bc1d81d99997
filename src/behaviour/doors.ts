import { bindDoors } from '../platform/doors'
import { recordBehaviour } from './record'
import { room } from './room'

export const doors = bindDoors(room, { jobs: { recordBehaviour } })
