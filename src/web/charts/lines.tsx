import type { FC } from 'hono/jsx'
import { useAround } from '../around'
import { scale, short, ticksTo } from './scale'

/** One series over time: what it is called, and a figure for each name of the axis. */
type Series = { name: string; values: readonly number[] }
type Of = { names: readonly string[]; series: readonly Series[] }
type Size = { w: number; h: number; size: 'broad' | 'narrow' }
const SIZES: readonly Size[] = [
  { w: 600, h: 230, size: 'broad' },
  { w: 340, h: 210, size: 'narrow' },
]
/** Told apart by stroke and mark as well as by colour. */
const LOOKS = [
  { line: 'sa', mark: 'fa', round: true },
  { line: 'sg da', mark: 'fg', round: false },
] as const
const lookOf = (i: number) => LOOKS[i % LOOKS.length] ?? LOOKS[0]

/**
 * Lines over days, drawn twice: for a desk and for a phone, where text would shrink. `label` is the sentence that stands
 * for the picture; the exact figures stand in a table on the page.
 */
export const Lines: FC<Of & { label: string }> = ({ names, series, label }) => (
  <>
    <p class="key">
      {series.map(({ name }, i) => (
        <span>
          <svg viewBox="0 0 24 12" aria-hidden="true">
            <path class={lookOf(i).line} stroke-width="2" d="M0 6h24" />
            <Mark i={i} x={12} y={6} />
          </svg>
          {name}
        </span>
      ))}
    </p>
    {SIZES.map((at) => (
      <LinesAt at={at} names={names} series={series} label={label} />
    ))}
  </>
)
const LinesAt: FC<Of & { at: Size; label: string }> = ({
  at: { w, h, size },
  names,
  series,
  label,
}) => {
  const ticks = ticksTo(Math.max(...series.flatMap(({ values }) => values)))
  const x = scale(0, Math.max(1, names.length - 1), 40, w - 8)
  const y = scale(0, ticks.at(-1) ?? 1, h - 22, 10)
  return (
    <svg class={`ch ${size}`} viewBox={`0 0 ${w} ${h}`} role="img" aria-label={label}>
      <Grid ticks={ticks} y={y} w={w} />
      <Days names={names} x={x} h={h} most={size === 'broad' ? 8 : 4} />
      {series.map(({ values }, i) => (
        <>
          <path
            class={lookOf(i).line}
            stroke-width="2"
            d={`M${values.map((v, at) => `${x(at)} ${y(v)}`).join('L')}`}
          />
          {values.length === 0 ? null : (
            <Mark i={i} x={x(values.length - 1)} y={y(values.at(-1) ?? 0)} />
          )}
        </>
      ))}
    </svg>
  )
}
const Mark: FC<{ i: number; x: number; y: number }> = ({ i, x, y }) =>
  lookOf(i).round ? (
    <circle class={lookOf(i).mark} cx={x} cy={y} r="4" />
  ) : (
    <rect class={lookOf(i).mark} x={x - 4} y={y - 4} width="8" height="8" />
  )

/** Bars over days, in the same two sizes. */
export const Bars: FC<{ names: readonly string[]; values: readonly number[]; label: string }> = ({
  names,
  values,
  label,
}) => (
  <>
    {SIZES.map(({ w, h, size }) => {
      const ticks = ticksTo(Math.max(...values))
      const y = scale(0, ticks.at(-1) ?? 1, h - 22, 10)
      const step = (w - 48) / Math.max(1, values.length)
      const x = (i: number) => scale(0, 1, 40 + step / 2, 40 + step * 1.5)(i)
      const wide = Math.min(18, step * 0.7)
      return (
        <svg class={`ch ${size}`} viewBox={`0 0 ${w} ${h}`} role="img" aria-label={label}>
          <Grid ticks={ticks} y={y} w={w} />
          <Days names={names} x={x} h={h} most={size === 'broad' ? 8 : 4} />
          {values.map((v, i) =>
            v === 0 ? null : (
              <rect
                class="fa"
                x={scale(0, 1, 0, 1)(x(i) - wide / 2)}
                y={y(v)}
                width={scale(0, 1, 0, 1)(wide)}
                height={scale(0, 1, 0, 1)(h - 22 - y(v))}
              />
            ),
          )}
        </svg>
      )
    })}
  </>
)

const Grid: FC<{ ticks: readonly number[]; y: (v: number) => number; w: number }> = ({
  ticks,
  y,
  w,
}) => {
  const { lang } = useAround()
  return (
    <>
      {ticks.map((v) => (
        <>
          <path class="sl" d={`M40 ${y(v)}H${w}`} />
          <text class="e" x="34" y={y(v) + 4}>
            {short(v, lang)}
          </text>
        </>
      ))}
    </>
  )
}
/** As many names as fit under an axis, the last always among them. */
const Days: FC<{ names: readonly string[]; x: (i: number) => number; h: number; most: number }> = ({
  names,
  x,
  h,
  most,
}) => {
  const every = Math.max(1, Math.ceil(names.length / most))
  return (
    <>
      {names.map((name, i) =>
        (names.length - 1 - i) % every === 0 ? (
          <text
            class={i === names.length - 1 ? 'e' : 'm'}
            x={i === names.length - 1 ? x(i) + 8 : x(i)}
            y={h - 4}
          >
            {name}
          </text>
        ) : null,
      )}
    </>
  )
}
