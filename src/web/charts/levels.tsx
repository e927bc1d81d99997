import type { FC } from 'hono/jsx'

/** A stretch of time on one level: its colour, and its word where there is room. */
export const Level: FC<{
  level: 1 | 2 | 3 | 4 | 5
  x: number
  y: number
  wide: number
  said: string
}> = ({ level, x, y, wide, said }) => (
  <>
    <rect class={`on${level} si`} x={x} y={y} width={wide} height="18" stroke-width=".6" />
    {wide < 44 ? null : (
      <text class={level === 5 ? 'light' : 'dark'} x={x + 5} y={y + 13}>
        {said}
      </text>
    )}
  </>
)
