/** A place on a drawing: a tenth of a unit is finer than any screen. */
export const r1 = (n: number): number => Math.trunc(n * 10 + (n < 0 ? -0.5 : 0.5)) / 10
/** From figures to places: `from` lies at `a`, `to` at `b`. */
export const scale =
  (from: number, to: number, a: number, b: number) =>
  (v: number): number =>
    r1(a + ((v - from) / (to - from || 1)) * (b - a))

/** The round figures beside an axis that starts at nothing and reaches over `most`: at most five, in steps of 1, 2 or 5. */
export function ticksTo(most: number): number[] {
  const top = Math.max(1, most)
  const rough = top / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, ([1, 2, 5, 10].find((n) => n * power >= rough) ?? 10) * power)
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, i) => i * step)
}
/** A figure beside an axis: 12,000 is 1.2万; in English 12k. */
export function short(value: number, lang: 'zh' | 'en'): string {
  const [unit, sign] = lang === 'en' ? [1_000, 'k'] : [10_000, '万']
  if (Math.abs(value) < unit) return String(value)
  return `${Math.trunc(value / (unit / 10)) / 10}${sign}`
}
