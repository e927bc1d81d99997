import type { FC } from 'hono/jsx'
import { Level } from './levels'
import { r1, scale } from './scale'

/** A lane of a dossier: weekly sums, this shop's own usual, and what is said of now. */
type Lane = {
  name: string
  values: readonly number[]
  usual: number | null
  /** Weeks whose bar is red. */
  bad: readonly number[]
  now: string
  usual_said: string
}
/** Something that happened once, in the week `at`. */
type Event = { at: number; kind: 'patrol' | 'complaint' | 'other'; is_bad: boolean; said: string }
/** From one week to another the shop stood on a level. */
type Stood = { from: number; to: number; level: 1 | 2 | 3 | 4 | 5; said: string }
export type Dossier = {
  weeks: number
  months: readonly (readonly [week: number, name: string])[]
  lanes: readonly Lane[]
  events: readonly Event[]
  levels: readonly Stood[]
  /** The week of the alarm, if there is one: a red line through every lane. */
  alarm: { at: number; said: string } | null
  words: { events: string; levels: string }
}
const HIGH = 58
const GAP = 10
const EACH = 20

/**
 * A shop over its weeks: lanes on one axis, the grey band is its own usual of the eight weeks before, flags are single
 * events, the red line is the week of the alarm. Drawn for a desk, and without its margin for a phone.
 */
export const Lanes: FC<{ of: Dossier; label: string }> = ({ of, label }) => (
  <>
    {([860, 360] as const).map((w) => {
      const left = w > 500 ? 128 : 0
      const x = scale(0, of.weeks, left, w - 6)
      const below = 18 + of.lanes.length * (HIGH + GAP)
      const foot = below + of.events.length * EACH + 6
      return (
        <svg
          class={left ? 'ch broad' : 'ch narrow'}
          viewBox={`0 0 ${w} ${foot + 20}`}
          role="img"
          aria-label={label}
        >
          {of.months.map(([at, name]) => (
            <text x={x(at) + 3} y="12">
              {name}
            </text>
          ))}
          {of.lanes.map((lane, i) => (
            <LaneAt
              lane={lane}
              top={18 + i * (HIGH + GAP)}
              left={left}
              x={x}
              w={w}
              weeks={of.weeks}
            />
          ))}
          {left ? (
            <>
              <text class="k" x="0" y={below + 14}>
                {of.words.events}
              </text>
              <text class="k" x="0" y={foot + 13}>
                {of.words.levels}
              </text>
            </>
          ) : null}
          {of.events.map((event, i) => (
            <Flag
              event={event}
              x={x(event.at + 0.5)}
              y={below + i * EACH}
              flip={event.at > of.weeks * 0.6}
            />
          ))}
          {of.levels.map(({ from, to, level, said }) => (
            <Level level={level} x={x(from)} y={foot} wide={r1(x(to) - x(from) - 1)} said={said} />
          ))}
          {of.alarm === null ? null : (
            <>
              <path class="sr" stroke-width="1.5" d={`M${x(of.alarm.at)} 16V${foot + 18}`} />
              <text class="e h up" x={x(of.alarm.at) - 4} y="12">
                {of.alarm.said}
              </text>
            </>
          )}
        </svg>
      )
    })}
  </>
)

const LaneAt: FC<{
  lane: Lane
  top: number
  left: number
  x: (v: number) => number
  w: number
  weeks: number
}> = ({ lane: { name, values, usual, bad, now, usual_said }, top, left, x, w, weeks }) => {
  const most = Math.max(1, ...values, (usual ?? 0) * 1.25)
  const y = scale(0, most, top + HIGH, top + (left ? 6 : 20))
  const wide = r1(x(1) - x(0) - 3)
  return (
    <>
      <text class="k" x="0" y={top + (left ? 18 : 13)}>
        {name}
      </text>
      {usual === null ? null : (
        <path
          class="fn"
          opacity=".75"
          d={`M${x(0)} ${y(usual * 1.25)}H${x(weeks)}V${y(usual * 0.75)}H${x(0)}z`}
        />
      )}
      {values.map((v, i) =>
        v === 0 ? null : (
          <path
            class={bad.includes(i) ? 'fr' : 'fa'}
            d={`M${r1(x(i) + 1.5)} ${top + HIGH}V${y(v)}h${wide}V${top + HIGH}z`}
          />
        ),
      )}
      {usual === null ? null : <path class="si da" d={`M${x(0)} ${y(usual)}H${x(weeks)}`} />}
      <path class="sb" d={`M${x(0)} ${top + HIGH + 0.5}H${x(weeks)}`} />
      {left ? (
        <>
          <text x="0" y={top + 34}>
            {now}
          </text>
          <text x="0" y={top + 50}>
            {usual_said}
          </text>
        </>
      ) : (
        <text class="e h" x={w - 6} y={top + 13}>
          {now}
        </text>
      )}
    </>
  )
}

const SHAPES: Record<Event['kind'], (x: number, y: number) => string> = {
  patrol: (x, y) => `M${x - 5} ${y + 5}h10v10h-10z`,
  complaint: (x, y) => `M${x} ${y + 4}l6 11h-12z`,
  other: (x, y) => `M${x} ${y + 3}l6 7-6 7-6-7z`,
}
const Flag: FC<{ event: Event; x: number; y: number; flip: boolean }> = ({ event, x, y, flip }) => (
  <>
    <path class={event.is_bad ? 'fr' : 'fb'} d={SHAPES[event.kind](x, y)} />
    <text class={flip ? 'h e' : 'h'} x={flip ? x - 10 : x + 10} y={y + 14}>
      {event.said}
    </text>
  </>
)
