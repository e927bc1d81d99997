import { stretchPart, type Weights } from '../../src/warning/score'
import { SIGNALS } from '../../src/warning/signals'
import { CORNERS } from './corners'
import type { Heard } from './hear'
import { LEAD_DAYS } from './judge'

/** One evening of one shop, for the fit: what each stretch of each line would give, what it was, and how much it counts. */
export type Evening = { parts: Float32Array; failing: 0 | 1; counts: number }
export const STRETCHES = SIGNALS.flatMap((name, signal) =>
  CORNERS[name].slice(1).map((_, i) => ({ name, signal, i, at: CORNERS[name] })),
)
const MONTH = 30
const dayOf = (day: string, from: string) => (Date.parse(day) - Date.parse(from)) / 86_400_000

/**
 * The evenings that decide. Of a failing shop those up to 14 days before, each shop counting once in all, the last weeks
 * most; of the others the one evening of each month at which the present weights are nearest to a mistake, and a tenth of
 * the rest. The 14 days before a failure and the months before its signs may show count for nothing.
 */
export function countedEvenings(heard: Heard, from: string): Evening[] {
  const evenings: Evening[] = []
  const width = SIGNALS.length
  const failed = heard.truths.map(({ failed_on }) =>
    failed_on === null ? null : dayOf(failed_on, from),
  )
  const nearest = new Map<string, { at: number; score: number }>()
  for (const { shop, day, at } of heard.samples) {
    const ends = failed[shop] ?? null
    if (ends !== null && day > ends - 120) continue
    const score = heard.scores[shop * heard.name.days + day] ?? 0
    const month = `${shop} ${Math.floor(day / MONTH)}`
    const known = nearest.get(month)
    if (!known || score > known.score) nearest.set(month, { at, score })
  }
  const decisive = new Set([...nearest.values()].map(({ at }) => at))
  const partsAt = (at: number) => stretchParts(heard.x.subarray(at * width, (at + 1) * width))
  for (const { shop, day, at } of heard.samples) {
    const ends = failed[shop] ?? null
    const truth = heard.truths[shop]
    if (ends === null || day <= ends - 120) {
      if (decisive.has(at)) evenings.push({ parts: partsAt(at), failing: 0, counts: 1 })
      else if (at % 10 === 0) evenings.push({ parts: partsAt(at), failing: 0, counts: 0.5 })
      continue
    }
    const lead = ends - day
    if (lead < LEAD_DAYS || lead > 60) continue
    const counts = (lead < LEAD_DAYS + 12 ? 3 : 0.4) * (truth?.kind === 'sudden' ? 0.1 : 1)
    evenings.push({ parts: partsAt(at), failing: 1, counts })
  }
  return evenings
}

function stretchParts(x: ArrayLike<number>): Float32Array {
  const parts = new Float32Array(STRETCHES.length)
  for (let j = 0; j < STRETCHES.length; j += 1) {
    const stretch = STRETCHES[j]
    if (stretch) parts[j] = stretchPart(stretch.at, stretch.i, x[stretch.signal] ?? 0)
  }
  return parts
}

type Model = { start: number; points: Float64Array }
/**
 * Plain logistic regression by Newton's steps, no points below 0 (a sign of trouble never lowers the odds), the sum of
 * squares held down. Same evenings, same answer.
 */
export function learn(
  evenings: readonly Evening[],
  begin: Model,
  ridge: number,
  rounds = 12,
): Model {
  let model = begin
  let loss = lossOf(evenings, model, ridge)
  for (let round = 0; round < rounds; round += 1) {
    const wish = newton(evenings, model, ridge)
    // A whole step may go too far: half of it, and half of that.
    for (let by = 1; by > 0.01; by /= 2) {
      const tried = between(model, wish, by)
      const found = lossOf(evenings, tried, ridge)
      if (found >= loss) continue
      loss = found
      model = tried
      break
    }
  }
  return model
}
const between = (from: Model, to: Model, part: number): Model => ({
  start: from.start + part * (to.start - from.start),
  points: from.points.map((value, j) => value + part * ((to.points[j] ?? 0) - value)),
})
function lossOf(evenings: readonly Evening[], { start, points }: Model, ridge: number): number {
  let loss = 0
  for (const value of points) loss += (ridge / 2) * value * value
  for (const { parts, failing, counts } of evenings) {
    let score = start
    for (let j = 0; j < parts.length; j += 1) score += (points[j] ?? 0) * (parts[j] ?? 0)
    loss += counts * Math.log1p(Math.exp(failing ? -score : score))
  }
  return loss
}

function newton(evenings: readonly Evening[], model: Model, ridge: number): Model {
  // The last place is the start's.
  const width = STRETCHES.length + 1
  const slope = new Float64Array(width)
  const bend = new Float64Array(width * width)
  const now = Float64Array.from([...model.points, model.start])
  const used = new Int32Array(width)
  for (const { parts, failing, counts } of evenings) {
    let score = model.start
    let count = 0
    for (let j = 0; j < width - 1; j += 1) {
      const part = parts[j] ?? 0
      if (part === 0) continue
      score += (now[j] ?? 0) * part
      used[count] = j
      count += 1
    }
    used[count] = width - 1
    const odds = 1 / (1 + Math.exp(-score))
    const off = counts * (odds - failing)
    const steep = counts * Math.max(odds * (1 - odds), 1e-4)
    for (let a = 0; a <= count; a += 1) {
      const i = used[a] ?? 0
      const part = i === width - 1 ? 1 : (parts[i] ?? 0)
      slope[i] = (slope[i] ?? 0) + off * part
      for (let b = 0; b <= a; b += 1) {
        const k = used[b] ?? 0
        const other = k === width - 1 ? 1 : (parts[k] ?? 0)
        bend[i * width + k] = (bend[i * width + k] ?? 0) + steep * part * other
      }
    }
  }
  for (let i = 0; i < width; i += 1) {
    for (let k = 0; k < i; k += 1) bend[k * width + i] = bend[i * width + k] ?? 0
    if (i === width - 1) continue
    slope[i] = (slope[i] ?? 0) + ridge * (now[i] ?? 0)
    bend[i * width + i] = (bend[i * width + i] ?? 0) + ridge
  }
  const next = descend(now, slope, bend)
  return { start: next[width - 1] ?? 0, points: next.slice(0, width - 1) }
}

/** The lowest point of the parabola, one place after another, none but the last below 0. */
function descend(now: Float64Array, slope: Float64Array, bend: Float64Array): Float64Array {
  const width = now.length
  const next = Float64Array.from(now)
  const left = Float64Array.from(slope)
  for (let sweep = 0; sweep < 2000; sweep += 1) {
    let moved = 0
    for (let j = 0; j < width; j += 1) {
      const own = bend[j * width + j] ?? 0
      if (own <= 0) continue
      const was = next[j] ?? 0
      const wish = was - (left[j] ?? 0) / own
      const to = j === width - 1 ? wish : Math.max(0, wish)
      const by = to - was
      if (by === 0) continue
      next[j] = to
      moved = Math.max(moved, Math.abs(by))
      for (let i = 0; i < width; i += 1) left[i] = (left[i] ?? 0) + by * (bend[j * width + i] ?? 0)
    }
    if (moved < 1e-6) break
  }
  return next
}

/** What invented cities tell too seldom to be learnt from: no stretch of these gives less. */
const LEAST: Partial<Record<string, number[]>> = {
  brand_trouble: [0.2, 0.8, 1.2],
  brand_drying: [0.2, 0.6],
  brand_unrest: [0.2, 0.4, 0.6],
}

export function weightsFrom(
  of: { start: number; points: Float64Array },
  rest: Omit<Weights, 'start' | 'signals'>,
): Weights {
  const signals: Weights['signals'] = {}
  for (const name of SIGNALS) {
    const points = STRETCHES.flatMap((stretch, j) =>
      stretch.name === name ? [of.points[j] ?? 0] : [],
    )
    const least = LEAST[name] ?? []
    const told = points.map((value, i) => Number(Math.max(value, least[i] ?? 0).toFixed(2)))
    if (told.some((value) => value > 0)) signals[name] = { at: CORNERS[name], points: told }
  }
  return { ...rest, start: Number(of.start.toFixed(2)), signals }
}
