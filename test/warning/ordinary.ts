import { type Alert, Detector } from '../../src/warning/detector'
import { type Facts, factsFrom } from '../../src/warning/facts'
import { WEIGHTS } from '../../src/warning/weights'

export const dayAt = (at: number) =>
  new Date(Date.UTC(2026, 0, 1) + at * 86_400_000).toISOString().slice(0, 10)
/** A day of an ordinary gym: it moves a little with its number and the day, never by chance. */
export function ordinary(shop: number, at: number, changed: Partial<Facts> = {}): Facts {
  const sway = ((shop * 7 + at * 3) % 5) - 2
  const uses = 20 + sway
  const lots = 2 + ((shop + at) % 2)
  const facts = factsFrom({
    ...{
      day: dayAt(at),
      shop: `shop-${shop}`,
      sector: 'gym',
      brand: null,
      opened_on: '2020-05-05',
    },
    ...{
      lease_ends_on: '2030-01-01',
      sold_fen: lots * 50_000,
      bonus_fen: lots * 5_000,
      lots_sold: lots,
    },
    ...{
      used_fen: uses * 6_000,
      uses,
      merchant_started_uses: 2,
      escrow_fen: 9_000_000,
      holders: 180,
    },
    ...changed,
  })
  if (!facts) throw new Error('no facts')
  return facts
}
export type Bend = (at: number) => Partial<Facts> | null
/** A small city of ordinary shops; shop 0 is bent, and silent where the bend is null. */
export function run(bend: Bend, { days = 150, detector = new Detector(WEIGHTS) } = {}): Alert[] {
  const alerts: Alert[] = []
  for (let at = 0; at < days; at += 1) {
    const changed = bend(at)
    const others = Array.from({ length: 11 }, (_, i) => ordinary(i + 1, at))
    alerts.push(
      ...detector.day(dayAt(at), changed === null ? others : [ordinary(0, at, changed), ...others]),
    )
  }
  return alerts
}
export const highest = (alerts: Alert[]) => Math.max(1, ...alerts.map(({ level }) => level))
export const promoted: Bend = (at) =>
  at < 90
    ? {}
    : {
        sold_fen: 900_000,
        bonus_fen: 800_000,
        lots_sold: 9,
        escrow_fen: 9_000_000 + (at - 90) * 800_000,
      }
