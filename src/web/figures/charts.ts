/**
 * Charts are drawn here, as SVG, and no chart code goes to a browser. ECharts is loaded when the first chart is asked
 * for: most requests never need it. A drawing carries no style attribute and no style sheet (the pages' policy forbids
 * both), takes its colours from the page's tokens, and is kept until its figures change.
 */
export type Drawing = { broad: string; narrow: string }
type Line = { name: string; values: readonly number[] }
export type Chart =
  | { kind: 'lines'; label: string; unit: string; names: readonly string[]; lines: readonly Line[] }
  | {
      kind: 'bars' | 'rows'
      label: string
      unit: string
      names: readonly string[]
      lines: readonly Line[]
    }

const KEPT_MAX = 64
const kept = new Map<string, Promise<Drawing>>()

/** The chart in both sizes, 720 px and 330 px wide; drawn once for the same figures. */
export function drawn(chart: Chart): Promise<Drawing> {
  const version = JSON.stringify(chart)
  const before = kept.get(version)
  if (before) return before
  const drawing = draw(chart)
  kept.set(version, drawing)
  drawing.catch(() => kept.delete(version))
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) break
    kept.delete(oldest)
  }
  return drawing
}
export const keptCount = (): number => kept.size

async function draw(chart: Chart): Promise<Drawing> {
  const echarts = await library()
  const svg = (width: number, height: number, narrow: boolean) => {
    const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
    canvas.setOption(optionOf(chart, narrow))
    const drawing = canvas.renderToSVGString()
    canvas.dispose()
    return plain(drawing, chart.label, narrow ? 'narrow' : 'broad')
  }
  const height = chart.kind === 'rows' ? 50 + 34 * chart.names.length : 260
  return { broad: svg(720, height, false), narrow: svg(330, height, true) }
}

let loaded: Promise<typeof import('echarts/core')> | undefined
const library = () => {
  loaded ??= load()
  return loaded
}
async function load() {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  core.use([
    charts.LineChart,
    charts.BarChart,
    components.GridComponent,
    components.LegendComponent,
    renderers.SVGRenderer,
  ])
  return core
}

/** Each is the light value of a token of base.css; the drawing is made with it and refers to the token. */
const INK = '#55606d'
const GRID = '#d9dee5'
const SERIES = ['#1456b8', '#0e7a4b', '#7a5600'] as const
const TOKENS: Record<string, string> = {
  [INK]: 'var(--ink2)',
  [GRID]: 'var(--line)',
  '#1456b8': 'var(--brand)',
  '#0e7a4b': 'var(--safe)',
  '#7a5600': 'var(--warn)',
}
/** A series is told apart by its stroke and its marks as well as by its colour. */
const STROKES = ['solid', 'dashed', 'dotted'] as const
const MARKS = ['circle', 'rect', 'triangle'] as const

const short = (value: number): string =>
  Math.abs(value) >= 10_000 ? `${Math.trunc(value / 1_000) / 10}万` : String(value)

function optionOf({ kind, unit, names, lines }: Chart, narrow: boolean) {
  const lying = kind === 'rows'
  const text = { color: INK, fontSize: narrow ? 11 : 13 }
  const category = {
    type: 'category' as const,
    data: [...names],
    inverse: lying,
    axisLabel: { ...text, hideOverlap: true },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: GRID } },
  }
  const value = {
    type: 'value' as const,
    name: lying ? '' : unit,
    nameTextStyle: { ...text, align: 'left' as const },
    minInterval: 1,
    axisLabel: { ...text, formatter: short, hideOverlap: true },
    splitLine: { lineStyle: { color: GRID } },
  }
  return {
    animation: false,
    color: [...SERIES],
    textStyle: { ...text, fontFamily: 'sans-serif' },
    legend: { top: 0, right: 0, show: lines.length > 1, textStyle: text, itemWidth: 28 },
    grid: { left: 4, right: 20, top: lying && lines.length === 1 ? 8 : 44, bottom: 4 },
    xAxis: lying ? value : category,
    yAxis: lying ? category : value,
    series: lines.map(({ name, values }, i) => ({
      name,
      type: kind === 'lines' ? ('line' as const) : ('bar' as const),
      data: [...values],
      symbol: MARKS[i % MARKS.length] ?? 'circle',
      symbolSize: 5,
      showAllSymbol: false,
      barMaxWidth: 18,
      lineStyle: { width: 2, type: STROKES[i % STROKES.length] ?? 'solid' },
    })),
  }
}

/** What a style attribute said becomes attributes of its own; what only moves or hovers goes. */
function plain(svg: string, label: string, size: string): string {
  const named = label.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ style="([^"]*)"/g, (_all, said: string) => attributesOf(said))
    .replace(/ (?:class|ecmeta_[a-z_]+)="[^"]*"/g, '')
    .replace(/#[0-9a-f]{6}\b/gi, (colour) => TOKENS[colour.toLowerCase()] ?? colour)
    .replace('<svg ', `<svg class="${size}" role="img" aria-label="${named}" `)
}
const KEPT_STYLES = ['font-size', 'font-family', 'font-weight', 'font-style', 'text-anchor']
const attributesOf = (said: string): string =>
  said
    .split(';')
    .map((one) => one.split(':').map((part) => part.trim()))
    .filter(([name = '']) => KEPT_STYLES.includes(name))
    .map(([name = '', value = '']) => ` ${name}="${value}"`)
    .join('')
