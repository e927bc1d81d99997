import { readFileSync } from 'node:fs'
import type { Declared, Heading } from '../../src/kernel/declare'
import { ROOMS } from '../../src/rooms'

/** Which room declares each word under a heading; a word that two rooms declare is named in `twice`. */
export function declaredBy(heading: Heading): { room_of: Map<string, string>; twice: string[] } {
  const rooms: readonly Declared[] = ROOMS
  const room_of = new Map<string, string>()
  const twice: string[] = []
  for (const room of rooms)
    for (const word of Object.keys(room[heading] ?? {})) {
      if (room_of.has(word)) twice.push(`${word}: ${room_of.get(word)}, ${room.name}`)
      room_of.set(word, room.name)
    }
  return { room_of, twice }
}

/** How source says a word: a refusal and an event in quotes, an id where it is made, an act where it is declared. */
const SAID: Partial<Record<Heading, RegExp>> = {
  refusals: /'([a-z]+(?:_[a-z]+)+)'/g,
  events: /'([a-z_]+\.[a-z_]+)'/g,
  prefixes: /newId\('([a-z]{3})'\)/g,
  stakes: /operationId: '(\w+)'/g,
}
export const wordsUsed = (file: string, heading: Heading): string[] => {
  const pattern = SAID[heading]
  if (!pattern) return []
  const found = [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => match[1] ?? '')
  return [...new Set(found)]
}
