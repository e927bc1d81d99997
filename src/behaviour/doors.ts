import { bindDoors } from '../platform/jobs'
import { recordBehaviour } from './record'
import { room } from './room'

export const doors = bindDoors(room, { jobs: { recordBehaviour } })
