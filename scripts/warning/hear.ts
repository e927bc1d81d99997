import { Detector } from '../../src/warning/detector'
import type { Weights } from '../../src/warning/score'
import { SIGNALS } from '../../src/warning/signals'
import { type Style, simulatedCity } from '../simulate/city'
import { dayAt, type Truth } from '../simulate/row'
import { PlainRules } from './plain-rules'

export const FROM = '2024-01-01'
export type CityName = { style: Style; seed: number; shops: number; days: number }
/** What the detector heard of a city, evening by evening: scores, and, where asked, how strongly each signal sounded. */
export type Heard = {
  name: CityName
  truths: Truth[]
  shops: string[]
  /** Per shop and day: the score; NaN where it was not heard. */
  scores: Float32Array
  /** The same by the plain rules, where asked; else empty. */
  plain: Float32Array
  sold_days: Map<string, number>
  escrow: Map<string, number>
  /** Every third day of each shop. */
  samples: { shop: number; day: number; at: number }[]
  x: Float32Array
  tails: number[]
  calm: number
}

type Asked = { sampled?: boolean; plainly?: boolean }
export function hear(name: CityName, weights: Weights, asked: Asked = {}): Heard {
  const { sampled = false, plainly = false } = asked
  const city = simulatedCity(name.style, { ...name, from: FROM })
  const shops = city.truths.map(({ shop }) => shop)
  const index = new Map(shops.map((shop, i) => [shop, i]))
  const scores = new Float32Array(shops.length * name.days).fill(Number.NaN)
  const plain = new Float32Array(plainly ? scores.length : 0).fill(Number.NaN)
  const rules = new PlainRules()
  const samples: Heard['samples'] = []
  const width = SIGNALS.length
  let x = new Float32Array(sampled ? shops.length * (name.days / 3) * width : 0)
  let at = 0
  const detector = new Detector(weights, undefined, ({ shop, sounding, score }) => {
    const no = index.get(shop) ?? 0
    scores[no * name.days + at] = score
    if (!sampled || (at + no) % 3 !== 0 || at < 50) return
    if ((samples.length + 1) * width > x.length) x = grown(x)
    x.set(sounding.x, samples.length * width)
    samples.push({ shop: no, day: at, at: samples.length })
  })
  const sold_days = new Map<string, number>()
  const escrow = new Map<string, number>()
  const failed = new Map(city.truths.map(({ shop, failed_on }) => [shop, failed_on]))
  for (at = 0; at < name.days; at += 1) {
    const day = dayAt(FROM, at)
    const rows = city.day(at)
    if (rows.length > 0) detector.day(day, rows)
    if (plainly)
      for (const { shop, score } of rules.day(day, rows))
        plain[(index.get(shop) ?? 0) * name.days + at] = score
    for (const { shop, escrow_fen } of rows) {
      const ends = failed.get(shop)
      if (ends && day > ends) continue
      sold_days.set(shop, (sold_days.get(shop) ?? 0) + 1)
      escrow.set(shop, escrow_fen)
    }
  }
  return {
    name,
    truths: city.truths,
    shops,
    scores,
    plain,
    sold_days,
    escrow,
    samples,
    x,
    tails: detector.city.tails,
    calm: detector.city.calm,
  }
}

function grown(x: Float32Array): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(Math.max(1024, x.length * 2))
  larger.set(x)
  return larger
}
