import { doorsOf } from '../platform/doors'
import { room } from './room'
import { sendRefunds } from './send'

export const doors = doorsOf(room, {
  jobs: {
    sendRefunds,
  },
})
