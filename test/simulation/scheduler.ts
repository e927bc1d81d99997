import { AsyncLocalStorage } from 'node:async_hooks'
import type { Fault, Faulty } from '../support/world'

/** Chance from a seed (mulberry32): the same history every time. */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  return {
    below: (n: number) => next() % n,
    percent: (p: number) => next() % 100 < p,
    pick: <T>(items: readonly T[]): T | undefined =>
      items[items.length === 0 ? 0 : next() % items.length],
  }
}
export type Chance = ReturnType<typeof chance>

type Waiting = { task: number; go: (fault: Fault) => void }
/** Long enough for a slow hash of a PIN; a task that neither waits nor ends by then is stuck. */
const PATIENCE_MS = 10_000

/**
 * Owns every round trip to the database. Tasks run at once; each stops before each of its batches until it is its
 * turn, and chance alone says whose turn it is and whether the batch, or the answer to it, is lost. So every
 * interleaving of round trips can happen, and a seed makes it happen again: `trace` is the order of turns.
 */
export function scheduler(faulty: Faulty, dice: Chance, options: { loses_percent: number }) {
  const task_of = new AsyncLocalStorage<number>()
  const trace: string[] = []

  async function run<T>(tasks: readonly (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
    const waiting: Waiting[] = []
    const live = new Set(tasks.keys())
    faulty.turn = () => {
      const task = task_of.getStore()
      if (task === undefined) return Promise.resolve(null)
      return new Promise((resolve) => waiting.push({ task, go: resolve }))
    }
    const running = tasks.map((task, i) =>
      task_of.run(i, () => task().finally(() => live.delete(i))),
    )
    const settled = Promise.allSettled(running)
    while (live.size > 0) {
      await until(() => [...live].every((task) => waiting.some((one) => one.task === task)))
      if (live.size === 0) break
      waiting.sort((a, b) => a.task - b.task)
      const [next] = waiting.splice(dice.below(waiting.length), 1)
      const fault = dice.percent(options.loses_percent)
        ? dice.percent(50)
          ? ('before' as const)
          : ('after' as const)
        : null
      trace.push(`${next?.task}${fault === null ? '' : fault === 'before' ? '-' : '+'}`)
      next?.go(fault)
    }
    delete faulty.turn
    for (const left of waiting) left.go(null)
    return settled
  }

  async function until(is_so: () => boolean): Promise<void> {
    const started = performance.now()
    while (performance.now() - started < PATIENCE_MS) {
      if (is_so()) return
      await new Promise((resolve) => setImmediate(resolve))
    }
    throw new Error(`a task is stuck after ${trace.join(' ')}`)
  }
  return { run, trace }
}
