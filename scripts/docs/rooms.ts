import type { Declared } from '../../src/kernel/declare'
import { HOURS } from '../../src/kernel/declare'
import type { Doors } from '../../src/platform/jobs'

/** docs/ROOMS.md: what every room says of itself, in the one direction, and what the clock does on one page. */
export function roomsPage(rooms: readonly Declared[], doors: readonly Doors[]): string {
  const jobs = rooms
    .flatMap(({ name: room, jobs = {} }) =>
      Object.entries(jobs).map(([name, job]) => ({ room, name, ...job })),
    )
    .sort((a, b) => a.turn - b.turn)
  return [
    '# Rooms',
    '',
    'Generated from each `src/<room>/room.ts`; do not edit. A room may import those above it on this page; a table is',
    'written by its own room only. Refusals have their words in [REFUSALS.md](REFUSALS.md), tables in [SCHEMA.md](SCHEMA.md).',
    '',
    ...rooms.flatMap((room) =>
      sectionOf(
        room,
        doors.find((one) => one.room.name === room.name),
      ),
    ),
    '## What the clock does',
    '',
    'In the order of one tick; hours in Asia/Shanghai.',
    '',
    '| turn | job | room | hour | what |',
    '|---|---|---|---|---|',
    ...jobs.map(
      ({ turn, name, room, when, what }) =>
        `| ${turn} | \`${name}\` | \`${room}\` | ${HOURS[when].hour} | ${what} |`,
    ),
    '',
  ].join('\n')
}

function sectionOf(room: Declared, doors: Doors | undefined): string[] {
  const lines = [
    line('tables', room.tables ?? []),
    line('views', Object.keys(room.views ?? {})),
    line('ids', Object.keys(room.prefixes ?? {})),
    line('refusals', Object.keys(room.refusals ?? {})),
    line('events', Object.keys(room.events ?? {})),
    line('routes', pathsOf(doors)),
    line('jobs', Object.keys(room.jobs ?? {})),
  ].flat()
  return [
    `## ${room.name}`,
    '',
    sentence(room.about),
    '',
    ...lines,
    ...(lines.length > 0 ? [''] : []),
  ]
}

const line = (head: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`- ${head}: ${names.map((name) => `\`${name}\``).join(', ')}`]

const pathsOf = (doors: Doors | undefined): string[] => [
  ...new Set(
    (doors?.routes ?? []).flatMap(({ routes }) =>
      routes
        .filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => `${method} ${path}`),
    ),
  ),
]

const sentence = (about: string): string => `${about.slice(0, 1).toUpperCase()}${about.slice(1)}.`
