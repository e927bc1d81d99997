import { ROOMS } from '../../src/rooms'

/** Which rooms each room may import from: those before it in `src/rooms.ts`. Top-level files may import all. */
const names = ROOMS.map(({ name }) => name as string)
export const ROOMS_BELOW: Record<string, string[]> = {
  ...Object.fromEntries(names.map((name, at) => [name, names.slice(0, at)])),
  // mocks play the outside world: they know nothing of ours but how to store and count.
  mocks: ['kernel', 'environment', 'platform'],
}

/** The one room that writes each table. */
export const WRITER_OF: Record<string, string> = Object.fromEntries(
  ROOMS.flatMap((room) =>
    'tables' in room ? room.tables.map((table) => [table, room.name] as const) : [],
  ),
)
