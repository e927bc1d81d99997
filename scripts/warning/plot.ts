type Point = { shift: number; recall: number; precision: number; rate: number }
type Line = { name: string; points: Point[] }
const W = 720
const H = 340
const COLOURS = [
  '#1d5fbf',
  '#9dbce6',
  '#7a2f9c',
  '#c9a3da',
  '#b4540a',
  '#e3b48c',
  '#1f7a4d',
  '#a5d3bb',
]
const NAMES: Record<string, string> = {
  unseen: 'seeds nobody fitted',
  unseen_plain: 'plain rules there',
  diaries: 'told as diaries',
  diaries_plain: 'plain rules there',
  held_out: 'a style held out',
  held_out_plain: 'plain rules there',
  plain: 'told plainly',
  plain_plain: 'plain rules there',
}

/** Recall against precision, and against false alarms, as the steps move; the dot is where they stand. */
export function alarmsPlot(lines: readonly Line[]): string {
  const left = panel(lines, {
    x: 50,
    title: 'precision',
    of: ({ precision }) => precision,
    most: 1,
  })
  const right = panel(lines, {
    ...{ x: 400, title: 'false alarms in 1,000 shop-months', most: 15 },
    of: ({ rate }) => Math.min(15, rate),
  })
  const key = lines
    .map(
      ({ name }, i) =>
        `<text x="${6 + i * 89}" font-size="9" y="20" fill="${COLOURS[i]}">● ${NAMES[name] ?? name}</text>`,
    )
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${H}" font-family="sans-serif" font-size="12">
<rect width="${W}" height="${H}" fill="#fff"/>${key}${left}${right}
</svg>
`
}

type Panel = { x: number; title: string; of: (point: Point) => number; most: number }
function panel(lines: readonly Line[], { x, title, of, most }: Panel): string {
  const across = (value: number) => (x + (value / most) * 280).toFixed(1)
  const up = (recall: number) => (290 - recall * 240).toFixed(1)
  const grid = [0, 0.25, 0.5, 0.75, 1]
    .map(
      (part) =>
        `<path d="M${x} ${up(part)}h280" stroke="#ddd"/><text x="${x - 34}" y="${Number(up(part)) + 4}">${part}</text>` +
        `<text x="${across(part * most)}" y="306" text-anchor="middle">${part * most}</text>`,
    )
    .join('')
  const drawn = lines.map(({ points }, i) => {
    const path = points.map((point) => `${across(of(point))},${up(point.recall)}`).join(' ')
    const now = points.find(({ shift }) => shift === 0)
    const dot = now
      ? `<circle cx="${across(of(now))}" cy="${up(now.recall)}" r="5" fill="${COLOURS[i]}"/>`
      : ''
    return `<polyline points="${path}" fill="none" stroke="${COLOURS[i]}" stroke-width="2"/>${dot}`
  })
  const below = `<text x="${x + 140}" y="326" text-anchor="middle">${title}</text>`
  return `${grid}${below}<text x="${x}" y="44">recall, 14 days before</text>${drawn.join('')}`
}
