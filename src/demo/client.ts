import { client as apiAt, type Yufubao } from '../client/client'
import { epochMs } from '../kernel/time'

/** How the story reaches the city: in process for the seed, over HTTP for `npm run demo`. The same acts either way. */
type Reach = {
  fetch: (request: Request) => Promise<Response>
  base_url: string
  dev_token: string
  /** Moves the city's clock to a moment and runs what falls due on the way. */
  moveTo: (at: string) => Promise<void>
}
export type Client = Reach & {
  /** The API for anybody; `as` gives it for somebody who signed in. */
  yufubao: Yufubao<'public'>
  /** The moment the story has come to: the city's clock is there, or later. */
  moment_ms: () => number
  /** Those who stay signed in between visits. */
  sessions: Map<string, KeptSession>
}
/** A session as its holder knows it: it ends by itself when nobody used it for so long, or at the latest at `ends_at`. */
type KeptSession = { token: string; used_ms: number; idle_ms: number; ends_ms: number }

let keys = 0
export function clientOver(reach: Reach): Client {
  let moment_ms = 0
  return {
    ...reach,
    moment_ms: () => moment_ms,
    moveTo: async (at) => {
      await reach.moveTo(at)
      moment_ms = Math.max(moment_ms, epochMs(at))
    },
    sessions: new Map(),
    yufubao: apiAt({
      base: reach.base_url,
      fetch: reach.fetch,
      headers: { 'X-Dev-Token': reach.dev_token },
      // Nothing is lost on the way to a process beside this one: what needs another try is a fault to be seen.
      attempts_max: 1,
      timeout_ms: null,
      newKey: () => `story-${Date.now().toString(36)}-${++keys}`,
    }),
  }
}

/** Chance from a seed (mulberry32): the same city every time. */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  return { below: (n: number) => next() % n, percent: (p: number) => next() % 100 < p }
}
export type Chance = ReturnType<typeof chance>
