import { TIMES_S, type Times } from '../environment/meter'

type Labels = Readonly<Record<string, string>>
/** One figure with its series. Names as OpenMetrics wants them: the unit last, a counter's series end in `_total`. */
export type Family =
  | {
      type: 'gauge' | 'counter'
      name: string
      help: string
      unit?: 'seconds' | 'bytes'
      series: readonly { labels: Labels; value: number }[]
    }
  | {
      type: 'histogram'
      name: string
      help: string
      unit: 'seconds'
      series: readonly { labels: Labels; times: Times }[]
    }

export const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8'
const PREFIX = 'yufubao'

/** The text that Prometheus reads (OpenMetrics 1.0): every family once, `# EOF` last. */
export const exposition = (families: readonly Family[]): string =>
  `${families.flatMap(linesFrom).join('\n')}\n# EOF\n`

function linesFrom(family: Family): string[] {
  const name = `${PREFIX}_${family.name}`
  const head = [
    `# TYPE ${name} ${family.type}`,
    ...(family.unit ? [`# UNIT ${name} ${family.unit}`] : []),
    `# HELP ${name} ${escaped(family.help)}`,
  ]
  if (family.type === 'histogram')
    return [...head, ...family.series.flatMap(({ labels, times }) => classes(name, labels, times))]
  const end = family.type === 'counter' ? '_total' : ''
  return [
    ...head,
    ...family.series.map(({ labels, value }) => line(name + end, labels, String(value))),
  ]
}

/** Each class holds those before it. */
function classes(name: string, labels: Labels, { count, sum_s, classes: found }: Times): string[] {
  let sum = 0
  const ends = [...TIMES_S.map(String), '+Inf']
  return [
    ...ends.map((le, i) => {
      sum += found[i] ?? 0
      return line(`${name}_bucket`, { ...labels, le }, String(sum))
    }),
    line(`${name}_count`, labels, String(count)),
    line(`${name}_sum`, labels, String(Number(sum_s.toPrecision(12)))),
  ]
}

function line(name: string, labels: Labels, value: string): string {
  const said = Object.entries(labels).map(([label, word]) => `${label}="${escaped(word)}"`)
  return `${name}${said.length > 0 ? `{${said.join(',')}}` : ''} ${value}`
}
const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
