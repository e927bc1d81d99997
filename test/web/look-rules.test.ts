import { globSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import china from '../../cities/china.json'
import built from '../../src/web/assets.json'
import { cardArt } from '../../src/web/look/art'
import { barWidths } from '../../src/web/look/code128'
import { addsUp, type Whereabouts } from '../../src/web/look/flow'
import { ICON_NAMES } from '../../src/web/look/icon-names'
import icons from '../../src/web/look/icons.json'
import { STROKES } from '../../src/web/look/mark'

const CODES = Array.from({ length: 400 }, (_, i) => `SH${(i * 7919).toString(36).toUpperCase()}`)
const SECTORS = [...china.tables.sector.map(({ key }) => key), 'a_trade_of_tomorrow']

/** Relative luminance and contrast as WCAG 2.2 defines them; colours as #rrggbb. */
const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
const luminance = (rgb: readonly number[]) => {
  const [r = 0, g = 0, b = 0] = rgb.map((c) => {
    const v = c / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: readonly number[], b: readonly number[]) => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}
const WHITE = [255, 255, 255]

describe('the picture of a shop’s cards', () => {
  it.each(SECTORS)('%s carries white text everywhere, in at most 600 bytes', (sector) => {
    for (const code of CODES) {
      const svg = cardArt(sector, code)
      expect(svg.length, `${sector} ${code}`).toBeLessThanOrEqual(600)
      const ground = channels(/fill="(#[0-9a-f]{6})"/.exec(svg)?.[1] ?? '#ffffff')
      const opacities = [...svg.matchAll(/(?:fill|stroke)-opacity="([\d.]+)"/g)].map((m) =>
        Number(m[1]),
      )
      // Where two of the lightest shapes lie over each other.
      const lit = Math.max(...opacities.filter((n) => n < 0.2))
      const twice = ground.map((c) => [c, c].reduce((v) => v + (255 - v) * lit, c))
      expect(contrast(WHITE, twice), `${sector} ${code}`).toBeGreaterThanOrEqual(4.5)
    }
  })
  it('is the same for the same shop, whatever the case of its code, and tells shops apart', () => {
    expect(cardArt('salon', 'hylf6n2e')).toBe(cardArt('salon', 'HYLF6N2E'))
    expect(new Set(CODES.map((code) => cardArt('salon', code))).size).toBeGreaterThan(100)
  })
  it('runs nothing, fetches nothing and carries no style', () => {
    for (const sector of SECTORS)
      expect(cardArt(sector, 'FLJC8W2K')).not.toMatch(/style=|script|href|url\(|id=/)
  })
})

describe('the pictures beside words', () => {
  it('are what the package draws, and each named one is there', () => {
    expect(Object.keys(icons).sort()).toEqual([...ICON_NAMES].sort())
    const drawing = (text: string) => text.replace(/\s+/g, ' ').match(/<[a-z]+ [^>]*>/g) ?? []
    for (const name of ICON_NAMES) {
      const file = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, 'utf8')
      const inside = file.replace(/^[\s\S]*?<svg[^>]*>/, '')
      const plain = (tags: string[]) => tags.map((tag) => tag.replace(/\s*\/>/, '/>'))
      expect(plain(drawing(icons[name])), name).toEqual(plain(drawing(inside)))
    }
  })
  it('come with their licence', () => {
    const kept = readFileSync('docs/licences/lucide.txt', 'utf8')
    expect(kept).toBe(readFileSync('node_modules/lucide-static/LICENSE', 'utf8'))
  })
})

describe('the tokens', () => {
  const css = readFileSync('src/web/css/tokens.css', 'utf8')
  const tokensIn = (block: string) =>
    Object.fromEntries(
      [...block.matchAll(/--([\w-]+): (#[0-9a-f]{3,8})/g)].map(([, name, hex]) => [
        name,
        hex?.length === 4 ? `#${[...hex.slice(1)].map((c) => c + c).join('')}` : hex,
      ]),
    )
  const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)')
  const own = (block: string) => tokensIn(block.split(/html\[data-care\]/)[0] ?? '')
  const schemes = { light: own(light), dark: { ...own(light), ...own(dark) } }
  const PAIRS = [
    ['ink', 'bg', 4.5],
    ['ink', 'card', 4.5],
    ['ink2', 'bg', 4.5],
    ['ink2', 'card', 4.5],
    ['ink2', 'well', 4.5],
    ['brand', 'card', 4.5],
    ['brand', 'bg', 4.5],
    ['brand', 'brand-t', 4.5],
    ['on-brand', 'brand', 4.5],
    ['safe', 'safe-t', 4.5],
    ['warn', 'warn-t', 4.5],
    ['bad', 'bad-t', 4.5],
    ['bad', 'card', 4.5],
    ['on-deep', 'deep2', 4.5],
    ['on-deep2', 'deep2', 4.5],
    ['line2', 'card', 3],
    ['line2', 'bg', 3],
  ] as const
  it.each(Object.keys(schemes) as (keyof typeof schemes)[])('contrast in the %s', (scheme) => {
    for (const [front, ground, least] of PAIRS) {
      const of = schemes[scheme]
      const ratio = contrast(channels(of[front] ?? ''), channels(of[ground] ?? ''))
      expect(ratio, `${scheme}: ${front} on ${ground}`).toBeGreaterThanOrEqual(least)
    }
  })
  it('levels carry their words', () => {
    for (const n of [1, 2, 3, 4, 5]) {
      const ground = channels(schemes.light[`l${n}`] ?? '')
      const words = n === 5 ? WHITE : channels('#17202b')
      expect(contrast(words, ground), `level ${n}`).toBeGreaterThanOrEqual(4.5)
    }
  })
})

describe('the weight of it', () => {
  const size = (file: string) => Buffer.byteLength(readFileSync(`src/web/css/${file}.css`))
  it('the sheet in every page is at most 16 KB as written, with its tokens', () => {
    expect(size('base') + size('tokens')).toBeLessThanOrEqual(16_384)
  })
  it('and what pages carry of it at most 5.5 KB on the wire', () => {
    expect(gzipSync(built.inline.base.text).length).toBeLessThanOrEqual(5_500)
    expect(gzipSync(built.files.desk.text).length).toBeLessThanOrEqual(5_000)
  })
  it('the mark is small', () => expect(STROKES.length).toBeLessThan(200))
})

describe('the bars of a code', () => {
  it.each(['', '1', '123', '12a4', ' 12'])('there are none for %j', (text) => {
    expect(barWidths(text)).toBeNull()
  })
  it('are eleven modules a pair, thirteen at the end, no two codes alike', () => {
    const all = Array.from({ length: 100 }, (_, i) => barWidths(String(i).padStart(2, '0')) ?? '')
    for (const widths of all)
      expect([...widths].reduce((sum, w) => sum + Number(w), 0)).toBe(11 * 3 + 13)
    expect(new Set(all).size).toBe(100)
  })
})

describe('the money line', () => {
  const whole: Whereabouts = { paid_fen: 50_000, held_fen: 45_637, released_fen: 4_363 }
  it.each([
    ['a card in use', whole, true],
    ['one fen too many at the shop', { ...whole, released_fen: 4_364 }, false],
    ['one fen missing that nobody names', { ...whole, held_fen: 45_636 }, false],
    ['the missing fen named', { ...whole, held_fen: 45_636, missing_fen: 1 }, true],
    ['part of it returned', { ...whole, held_fen: 637, returned_fen: 45_000 }, true],
    ['less than nothing at the shop', { ...whole, held_fen: 50_001, released_fen: -1 }, false],
    ['half a fen', { ...whole, held_fen: 45_636.5, released_fen: 4_363.5 }, false],
    ['nothing paid', { paid_fen: 0, held_fen: 0, released_fen: 0 }, false],
  ])('%s: drawn only if it adds up', (_name, of, drawn) => {
    expect(addsUp(of as Whereabouts)).toBe(drawn)
  })
})

describe('every shape of the sheets', () => {
  const worn = globSync('src/web/**/*.{ts,tsx}')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  /** Made of a word and a number or a code in the component. */
  const MADE = /^(?:level|on)[1-5]$|^at-/
  /** Grids and words that any page may put its parts into. */
  const FREE = ['nowrap', 'gd', 'gs', 'huge', 'opt', 'lift']
  it.each(['base', 'desk', 'public', 'pay', 'today', 'desk-today', 'till'])(
    'of %s.css is worn by a page or a component',
    (sheet) => {
      const css = readFileSync(`src/web/css/${sheet}.css`, 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/@import[^;]*;|\d*\.\d+/g, '')
      const names = new Set([...css.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name ?? ''))
      const bare = [...names].filter(
        (name) =>
          !MADE.test(name) &&
          !FREE.includes(name) &&
          !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(worn),
      )
      expect(bare).toEqual([])
    },
  )
})
