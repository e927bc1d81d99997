import type { Declared, DeclaredKeys } from '../kernel/declare'
import type { Router } from './http'
import type { World } from './world'

/** Handles at most `limit` things and says how many; safe to run twice, because each thing is an act with its own key. */
export type JobFunction = (world: World, limit: number) => Promise<number>

/** What of a room is entered from outside: its routes, and what the clock runs of it. */
export type Doors = {
  room: Declared
  routes: readonly Router[]
  jobs: Readonly<Record<string, JobFunction>>
}
type Jobs<R> = [DeclaredKeys<R, 'jobs'>] extends [never]
  ? { jobs?: never }
  : { jobs: Readonly<Record<DeclaredKeys<R, 'jobs'>, JobFunction>> }

/** Binds what a room declares to what it does: a declared job without its function does not compile, nor the reverse. */
export const bindDoors = <R extends Declared>(
  room: R,
  doors: { routes?: readonly Router[] } & Jobs<R>,
): Doors => ({ room, routes: doors.routes ?? [], jobs: doors.jobs ?? {} })
