import { MOTIFS, type Motif } from './motifs'

/** Sector: hue, saturation, lightness, motif. No pure red, which means stop, and no jade, which means in custody. */
const SECTORS: Record<string, readonly [number, number, number, Motif]> = {
  restaurant: [22, 64, 27, 'bowls'],
  cafe: [30, 36, 23, 'bowls'],
  hotel: [206, 40, 29, 'tiles'],
  bakery: [38, 66, 23, 'loaves'],
  retail: [232, 34, 37, 'tiles'],
  fresh_food: [78, 46, 19, 'leaves'],
  salon: [318, 38, 34, 'strands'],
  beauty: [326, 46, 34, 'petals'],
  massage: [176, 46, 20, 'ripples'],
  bath: [190, 60, 22, 'waves'],
  laundry: [202, 58, 27, 'bubbles'],
  photo: [250, 20, 32, 'tiles'],
  housekeeping: [184, 44, 23, 'tiles'],
  nursery: [30, 60, 26, 'bubbles'],
  carwash: [212, 54, 31, 'bubbles'],
  pet: [36, 52, 24, 'petals'],
  gym: [246, 38, 36, 'lanes'],
  pool: [194, 80, 22, 'waves'],
  yoga: [286, 34, 35, 'petals'],
  kids_play: [302, 40, 35, 'bubbles'],
  cinema: [262, 36, 31, 'lanes'],
  k12_training: [222, 48, 30, 'staff'],
  arts_training: [268, 40, 37, 'keys'],
  sports_training: [200, 50, 25, 'lanes'],
  adult_training: [226, 34, 30, 'staff'],
  driving: [215, 24, 30, 'lanes'],
  elder_care: [24, 44, 27, 'petals'],
  travel: [184, 62, 20, 'waves'],
}
const OTHER = [214, 40, 32, 'tiles'] as const

/**
 * The picture of a shop's cards, as SVG text of at most 600 bytes: sector and shop code alone decide it, so that it is
 * the same on every phone and needs no upload. White text on it keeps at least 4.5 : 1 everywhere.
 */
export function cardArt(sector: string, code: string): string {
  const [hue, s, l, motif] = SECTORS[sector] ?? OTHER
  const h = hashOf(code)
  const shade = (hue + (h % 17) - 8 + 360) % 360
  return (
    '<svg class="art" viewBox="0 0 320 200" preserveAspectRatio="xMaxYMid slice" aria-hidden="true">' +
    `<rect width="320" height="200" fill="${hex(shade, s, l)}"/>${MOTIFS[motif](h >>> 5)}</svg>`
  )
}

/** FNV-1a: the same code gives the same number on every machine. */
function hashOf(text: string): number {
  let h = 0x811c9dc5
  for (const c of text.toUpperCase()) h = Math.imul(h ^ c.charCodeAt(0), 0x01000193)
  h ^= h >>> 15
  return Math.imul(h, 0x2c1b3c6d) >>> 0
}

/** Hue (degrees), saturation and lightness (percent) as #rrggbb, so that contrast is computed from what the page says. */
function hex(h: number, s: number, l: number): string {
  const a = (s / 100) * Math.min(l / 100, 1 - l / 100)
  const part = (n: number) => {
    const k = (n + h / 30) % 12
    const v = l / 100 - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    return Math.trunc(255 * v + 0.5)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${part(0)}${part(8)}${part(4)}`
}
