import { fold, HOURS, type JobDeclared } from '../kernel/declare'
import { bindDoors } from '../platform/jobs'
import { ROOMS } from '../rooms'
import type { Planned } from './lateness-rules'
import { room } from './room'
import { operationsRoutes } from './routes'
import { watchPlatform } from './watch'

/** What the clock runs, as the rooms declare it: in the order of the turns. */
export const planned: readonly Planned[] = Object.entries<JobDeclared>(fold(ROOMS, 'jobs'))
  .sort(([, a], [, b]) => a.turn - b.turn)
  .map(([name, { what, what_en, when }]) => ({ name, what, what_en, ...HOURS[when] }))

export const doors = bindDoors(room, {
  routes: [operationsRoutes(planned)],
  jobs: { watchPlatform: watchPlatform(planned) },
})
