/** Chance with a seed: the same seed tells the same city on every machine. */
export class Chance {
  #a: number
  constructor(seed: number) {
    this.#a = (seed ^ 0x9e3779b9) >>> 0
    for (let i = 0; i < 4; i += 1) this.unit()
  }
  /** A chance of its own for a part, so that one part's draws do not move another's. */
  fork(name: string | number): Chance {
    let hash = this.#a ^ 0x811c9dc5
    for (const letter of String(name)) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619)
    return new Chance(hash >>> 0)
  }
  /** From 0 up to, not including, 1. */
  unit(): number {
    this.#a = (this.#a + 0x6d2b79f5) >>> 0
    let t = this.#a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  is(part: number): boolean {
    return this.unit() < part
  }
  between(low: number, high: number): number {
    return low + (high - low) * this.unit()
  }
  /** Between two positive numbers, as likely to double as to halve. */
  scale(low: number, high: number): number {
    return low * (high / low) ** this.unit()
  }
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1))
  }
  pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.unit() * of.length)] as T
  }
  /** One of the names, by weight. */
  weighed<T extends string>(weights: Readonly<Record<T, number>>): T {
    const names = Object.keys(weights) as T[]
    let left = this.unit() * names.reduce((sum, name) => sum + weights[name], 0)
    for (const name of names) {
      left -= weights[name]
      if (left < 0) return name
    }
    return names[names.length - 1] as T
  }
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit())
  }
  /** Positive, with mean 1 and about this spread of its logarithm. */
  around(spread: number): number {
    return Math.exp(spread * this.normal() - (spread * spread) / 2)
  }
  poisson(mean: number): number {
    if (!(mean > 0)) return 0
    if (mean > 40) return Math.max(0, Math.floor(mean + Math.sqrt(mean) * this.normal() + 0.5))
    const floor = Math.exp(-mean)
    let count = 0
    for (let left = this.unit(); left > floor; left *= this.unit()) count += 1
    return count
  }
  /** How many of so many, each with this chance. */
  binomial(of: number, part: number): number {
    if (of <= 0 || part <= 0) return 0
    if (part >= 1) return of
    if (of > 60) {
      const spread = Math.sqrt(of * part * (1 - part)) * this.normal()
      return Math.min(of, Math.max(0, Math.floor(of * part + spread + 0.5)))
    }
    let count = 0
    for (let i = 0; i < of; i += 1) if (this.unit() < part) count += 1
    return count
  }
}
