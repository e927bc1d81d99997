import type { Child, FC } from 'hono/jsx'
import { r1, scale } from './scale'

const ROW = 28
/** Bars that lie, one a row with its name before and its figure behind: read without an axis; a name may lead on. */
export const Lying: FC<{
  of: readonly { name: string; value: number; said: string; href?: string }[]
  label: string
}> = ({ of, label }) => (
  <>
    {([600, 340] as const).map((w) => {
      const x = scale(0, Math.max(1, ...of.map(({ value }) => value)), 0, w - 240)
      return (
        <svg
          class={w === 600 ? 'ch broad' : 'ch narrow'}
          viewBox={`0 0 ${w} ${of.length * ROW}`}
          role={of.some(({ href }) => href) ? 'group' : 'img'}
          aria-label={label}
        >
          {of.map(({ name, value, said, href }, i) => (
            <>
              <Named href={href}>
                <text class="k" x="0" y={i * ROW + 18}>
                  {name}
                </text>
              </Named>
              <rect
                class="fa"
                x="76"
                y={i * ROW + 6}
                width={value === 0 ? 0 : Math.max(1, x(value))}
                height="16"
              />
              <text x={r1(84 + x(value))} y={i * ROW + 18}>
                {said}
              </text>
            </>
          ))}
        </svg>
      )
    })}
  </>
)

const Named: FC<{ href: string | undefined; children?: Child }> = ({ href, children }) =>
  href === undefined ? children : <a href={href}>{children}</a>

/** A part of what is owed: where it lies, its share, and the class of its colour; missing money is hatched red. */
type Lies = {
  value: number
  said: string
  is: 'custody' | 'provider' | 'advance' | 'missing'
}
const FILLS: Record<Lies['is'], string> = {
  custody: 'fg',
  provider: 'fa',
  advance: 'fw',
  missing: 'fx sr da',
}
/** Where owed money is, each place named and none netted against another: one bar, its sentence, its key below. */
export const Cover: FC<{ of: readonly Lies[] }> = ({ of }) => {
  const sum = of.reduce((all, { value }) => all + value, 0)
  let at = 0
  return (
    <>
      <svg
        class="ch cover"
        viewBox="0 0 640 26"
        preserveAspectRatio="none"
        role="img"
        aria-label={of.map(({ said }) => said).join('；')}
      >
        {of.map(({ value, is }) => {
          const from = at
          at += (value / (sum || 1)) * 640
          return value === 0 ? null : (
            <rect
              class={FILLS[is]}
              x={r1(from)}
              y="1"
              width={r1(Math.max(3, at - from - 1))}
              height="24"
            />
          )
        })}
      </svg>
      <p class="key">
        {of.map(({ said, is }) => (
          <span>
            <Sample fill={FILLS[is]} />
            {said}
          </span>
        ))}
      </p>
    </>
  )
}
const Sample: FC<{ fill: string }> = ({ fill }) => (
  <svg viewBox="0 0 24 12" aria-hidden="true">
    <rect class={fill} x="1" y="1" width="22" height="10" />
  </svg>
)

/** Shops by coverage: a bar a band, by the square root of their number (said so beside it); those below are red. */
export const Bands: FC<{
  of: readonly { band: string; count: number; note: string; is_short: boolean }[]
  label: string
}> = ({ of, label }) => {
  const [w, h] = [380, 150]
  const y = scale(0, Math.max(1, ...of.map(({ count }) => Math.sqrt(count))), h - 36, 18)
  const step = w / Math.max(1, of.length)
  return (
    <svg class="ch own" viewBox={`0 0 ${w} ${h}`} width={w} role="img" aria-label={label}>
      {of.map(({ band, count, note, is_short }, i) => {
        const top = y(Math.sqrt(count))
        const middle = r1(i * step + step / 2)
        return (
          <>
            <rect
              class={is_short ? 'fr' : 'fb'}
              x={r1(i * step + 4)}
              y={top}
              width={r1(step - 8)}
              height={r1(h - 36 - top)}
            />
            <text class="m k" x={middle} y={r1(top - 5)}>
              {count}
            </text>
            <text class="m" x={middle} y={h - 20}>
              {band}
            </text>
            <text class="m" x={middle} y={h - 5}>
              {note}
            </text>
          </>
        )
      })}
    </svg>
  )
}

/** A drawing with its title and its words; the figures it shows stand on the same page. */
export const ChartFigure: FC<{ title: Child; children?: Child }> = ({ title, children }) => (
  <figure class="card">
    <figcaption>
      <h2>{title}</h2>
    </figcaption>
    {children}
  </figure>
)
