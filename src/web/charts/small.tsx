import type { FC } from 'hono/jsx'
import { r1, scale } from './scale'

/** Twelve weeks in a row of a list: the dashed line is the shop's own usual, the dot is now. The row says the figures. */
export const Spark: FC<{ values: readonly number[]; usual: number; is_bad: boolean }> = ({
  values,
  usual,
  is_bad,
}) => {
  const top = Math.max(1, ...values, usual) * 1.05
  const x = scale(0, Math.max(1, values.length - 1), 2, 80)
  const y = scale(0, top, 22, 2)
  return (
    <svg class="spark" viewBox="0 0 84 24" width="84" height="24" aria-hidden="true">
      <path class="sb da" d={`M0 ${y(usual)}h84`} />
      <path
        class="sa"
        stroke-width="1.5"
        d={`M${values.map((v, i) => `${x(i)} ${y(v)}`).join('L')}`}
      />
      <circle class={is_bad ? 'fr' : 'fa'} cx="80" cy={y(values.at(-1) ?? 0)} r="3" />
    </svg>
  )
}

/** A day of a week beside the same day of the week before; `is_open` while it has not ended. */
type DayOf = { name: string; value: number; before: number; said: string; is_open: boolean }
/** This week as bars, last week as a tick across each; drawn for a desk and for a phone. */
export const Week: FC<{ of: readonly DayOf[]; label: string }> = ({ of, label }) => (
  <>
    {(
      [
        [560, 170, 'broad'],
        [340, 160, 'narrow'],
      ] as const
    ).map(([w, h, size]) => {
      const y = scale(0, Math.max(1, ...of.flatMap((day) => [day.value, day.before])), h - 22, 20)
      const step = w / Math.max(1, of.length)
      return (
        <svg class={`ch ${size}`} viewBox={`0 0 ${w} ${h}`} role="img" aria-label={label}>
          <path class="sl" d={`M0 ${h - 21.5}h${w}`} />
          {of.map((day, i) => {
            const [x, wide] = [r1(i * step + step * 0.2), r1(step * 0.6)]
            const [bar, tick] = [y(day.value), y(day.before)]
            return (
              <>
                <path
                  class={day.is_open ? 'ft sa' : 'fa'}
                  d={`M${x} ${h - 22}V${bar}h${wide}V${h - 22}z`}
                />
                <path class="si" stroke-width="2" d={`M${r1(x - 4)} ${tick}h${r1(wide + 8)}`} />
                <text class="m k" x={r1(x + wide / 2)} y={r1(Math.min(bar, tick) - 6)}>
                  {day.said}
                </text>
                <text class="m" x={r1(x + wide / 2)} y={h - 6}>
                  {day.name}
                </text>
              </>
            )
          })}
        </svg>
      )
    })}
  </>
)

/** Before and now in a row: a hollow dot was, a full dot is; red where it grew, and the row says so in words. */
export const Dumbbell: FC<{ before: number; now: number; most: number }> = ({
  before,
  now,
  most,
}) => {
  const x = scale(0, Math.max(1, most) * 1.04, 6, 292)
  const grew = now > before
  return (
    <svg viewBox="0 0 300 26" width="300" height="26" aria-hidden="true">
      <path class="sl" d="M0 13h300" />
      <path class={grew ? 'sr' : 'sb'} stroke-width="4" d={`M${x(before)} 13H${x(now)}`} />
      <circle class="fc sb" stroke-width="2" cx={x(before)} cy="13" r="5" />
      <circle class={grew ? 'fr' : 'fb'} cx={x(now)} cy="13" r="6" />
    </svg>
  )
}

/** How old the oldest of a queue is, against its limit (the mark): past it the bar is red, and the row says so. */
export const Age: FC<{ value: number; limit: number; most: number }> = ({ value, limit, most }) => {
  const x = scale(0, Math.max(1, most), 0, 220)
  return (
    <svg class="age" viewBox="0 0 220 14" width="220" height="14" aria-hidden="true">
      <rect class="fn" width="220" height="14" />
      <rect
        class={value > limit ? 'fr' : 'fg'}
        y="3"
        width={Math.max(2, Math.min(220, x(value)))}
        height="8"
      />
      <path class="si" stroke-width="2" d={`M${x(limit)} 0v14`} />
    </svg>
  )
}

/** How an hour of a job went. */
type Beat = 'ran' | 'idle' | 'failed' | 'missed' | 'rest'
/** How each is drawn in its cell of 9 units, and in which strokes. */
const BEATS: Record<
  Exclude<Beat, 'rest'>,
  readonly [cls: string, wide: string, (x: number) => string]
> = {
  ran: ['fg', '0', (x) => `M${x} 2h7v10h-7z`],
  idle: ['fx sb', '1', (x) => `M${x} 4.5h6v5h-6z`],
  failed: ['sr', '2.2', (x) => `M${x} 3l7 8M${x + 7} 3l-7 8`],
  missed: ['sr', '2.2', (x) => `M${x} 12h3m2 0h3`],
}
const drawnBeats = Object.entries(BEATS) as [Exclude<Beat, 'rest'>, (typeof BEATS)['ran']][]
/**
 * The heartbeat of a job, a cell an hour: full did something, ring had nothing to do, cross failed, broken line did not
 * come, empty was not due. The row says in words what failed or did not come.
 */
export const Heart: FC<{ of: readonly Beat[] }> = ({ of }) => (
  <svg viewBox={`0 0 ${of.length * 9} 14`} width={of.length * 9} height="14" aria-hidden="true">
    {drawnBeats.map(([is, [cls, wide, draws]]) => {
      const d = of.map((beat, i) => (beat === is ? draws(i * 9) : '')).join('')
      return d === '' ? null : <path class={cls} stroke-width={wide} d={d} />
    })}
  </svg>
)
