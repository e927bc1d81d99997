import { doorsOf } from '../platform/doors'
import { recordBehaviour } from './record'
import { room } from './room'

export const doors = doorsOf(room, { jobs: { recordBehaviour } })
