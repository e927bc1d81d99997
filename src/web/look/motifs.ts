/** One shape of a motif from a number that the shop's code gives: bits of `h` move it. Coordinates on 320 × 200. */
type Draw = (h: number) => string

const take = (h: number, shift: number, n: number): number => (h >>> shift) % n
const lit = (shapes: string, opacity = 0.11): string =>
  `<g fill="#fff" fill-opacity="${opacity}">${shapes}</g>`
const drawn = (d: string, width: number, opacity = 0.13): string =>
  `<path d="${d}" fill="none" stroke="#fff" stroke-width="${width}" stroke-opacity="${opacity}" stroke-linecap="round"/>`
const each = (n: number, draw: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => draw(i)).join('')

const bowls: Draw = (h) => {
  const x = 214 + take(h, 0, 60)
  const y = 70 + take(h, 6, 40)
  const rims = `<circle cx="${x}" cy="${y}" r="96"/><circle cx="${x}" cy="${y}" r="${58 + take(h, 10, 12)}"/>`
  const steam = 'q10-14 0-28t0-28'
  const d = `M${x - 24} ${y - 18}${steam}M${x} ${y - 14}${steam}M${x + 24} ${y - 18}${steam}`
  return lit(rims, 0.08) + drawn(d, 6, 0.12)
}
const loaves: Draw = (h) => {
  const turn = 38 - take(h, 0, 16)
  const loaf = (i: number) => {
    const x = 150 + i * 52
    const size = `rx="21" ry="${92 - i * 7}"`
    return `<ellipse cx="${x}" cy="${104 + take(h, i * 3, 18)}" ${size} transform="rotate(${turn} ${x} 100)"/>`
  }
  return lit(each(4, loaf), 0.1)
}
const lanes: Draw = (h) => {
  let x = 120 + take(h, 0, 30)
  const lane = (i: number) => {
    const w = 8 + take(h, i * 3, 5) * 7
    x += w + 13
    return `<path d="M${x} 0h${w}L${x - 90 + w} 200h-${w}z"/>`
  }
  return lit(each(5, lane), 0.12)
}
const keys: Draw = (h) => {
  const x = 104 + take(h, 0, 20)
  const black = (h >>> 3) % 2 ? [0, 1, 3, 4, 5] : [0, 2, 3, 5, 6]
  const high = 108 + take(h, 5, 14)
  const d = black.map((i) => `M${x + 20 + i * 30} 0h17v${high}h-17z`).join('')
  const white = each(8, (i) => `M${x + i * 30} 0h27v200h-27z`)
  return `${lit(`<path d="${white}"/>`, 0.07)}<path d="${d}" fill-opacity=".22"/>`
}
const staff: Draw = (h) => {
  const y = 44 + take(h, 0, 20)
  const note = (i: number) =>
    `<circle cx="${140 + i * 48}" cy="${y - 14 + take(h, i * 4, 5) * 22}" r="11"/>`
  const lines = each(5, (i) => `M90 ${y + i * 24}q120-34 250 0`)
  return drawn(lines, 2.5, 0.14) + lit(each(4, note), 0.14)
}
const strands: Draw = (h) => {
  const b = 30 + take(h, 0, 40)
  return drawn(
    each(7, (i) => `M${130 + i * 28}-10c-${b} 60 ${b + 20} 110-10 220`),
    9,
    0.12,
  )
}
const waves: Draw = (h) => {
  const a = 14 + take(h, 0, 12)
  const sun = `<circle cx="${240 + take(h, 5, 50)}" cy="${36 + take(h, 9, 16)}" r="26"/>`
  const wave = (i: number) => `M-20 ${72 + i * 32}q30-${a} 60 0t60 0 60 0 60 0 60 0 60 0`
  return drawn(each(5, wave), 10, 0.1) + lit(sun, 0.1)
}
const ripples: Draw = (h) => {
  const x = 230 + take(h, 0, 50)
  const y = 100 + take(h, 8, 20)
  const ring = (i: number) => {
    const [rx, ry] = [30 + i * 30, 18 + i * 18]
    return `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${rx * 2} 0a${rx} ${ry} 0 1 0-${rx * 2} 0`
  }
  return drawn(each(4, ring), 7, 0.13)
}
const bubbles: Draw = (h) => {
  const bubble = (i: number) => {
    const at = `cx="${136 + i * 32 + take(h, i, 20)}" cy="${24 + take(h, i * 4, 15) * 10}"`
    return `<circle ${at} r="${12 + take(h, i * 3, 5) * 8}"/>`
  }
  return lit(each(6, bubble), 0.1)
}
const petals: Draw = (h) => {
  const n = 5 + take(h, 6, 2)
  const petal = (i: number) =>
    `<ellipse cy="-56" rx="22" ry="50" transform="rotate(${Math.trunc((360 / n) * i + 0.5)})"/>`
  return `<g transform="translate(${234 + take(h, 0, 40)} 100)">${lit(each(n, petal), 0.1)}</g>`
}
const leaves: Draw = (h) => {
  const leaf = (i: number) =>
    `<path d="M${120 + i * 44} ${150 - take(h, i * 3, 5) * 16}q0-56 56-56q0 56-56 56"/>`
  return lit(each(5, leaf), 0.13)
}
const QUARTERS = ['v44q44 0 44-44z', 'h44q0 44-44 44z', 'h44v44q-44 0-44-44z', 'v44h44q0-44-44-44z']
const tiles: Draw = (h) => {
  const tile = (i: number) => {
    const at = `M${160 + (i % 4) * 44} ${20 + (i >> 2) * 84}`
    return `<path d="${at}${QUARTERS[take(h, i * 2, 4)] ?? ''}"/>`
  }
  return lit(each(8, tile), 0.11)
}

/** What a trade's cards show: each drawing moved by the shop's code, together at most 500 bytes. */
export const MOTIFS = {
  bowls,
  loaves,
  lanes,
  keys,
  staff,
  strands,
  waves,
  ripples,
  bubbles,
  petals,
  leaves,
  tiles,
} satisfies Record<string, Draw>
export type Motif = keyof typeof MOTIFS
