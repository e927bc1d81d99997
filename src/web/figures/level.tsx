import type { FC } from 'hono/jsx'
import { useSay } from '../around'

const COLOURS = [
  ['绿', 'Green'],
  ['蓝', 'Blue'],
  ['黄', 'Yellow'],
  ['橙', 'Orange'],
  ['红', 'Red'],
] as const

/** A shop's level: five bars, a colour word and a number, so that it is read without seeing the colour. */
export const Level: FC<{ n: number }> = ({ n }) => {
  const t = useSay()
  const [zh, en] = COLOURS[n - 1] ?? ['—', '—']
  return (
    <span class={`level level${n}`}>
      <svg viewBox="0 0 24 16" fill="currentColor" aria-hidden="true">
        {[1, 2, 3, 4, 5].map((bar) => (
          <rect
            x={(bar - 1) * 5}
            y={14 - bar * 2.6}
            width="3.6"
            height={2 + bar * 2.6}
            opacity={bar <= n ? '1' : '0.25'}
          />
        ))}
      </svg>
      {t(`${zh}·${n}级`, `${en} · ${n}`)}
    </span>
  )
}
