import type { FC } from 'hono/jsx'
import { encode } from 'uqr'

/** A QR code as one path of horizontal runs, dark on white also in the dark. */
export const Qr: FC<{ value: string; label: string }> = ({ value, label }) => {
  const { data, size } = encode(value, { ecc: 'M', border: 2 })
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={data.map(runs).join('')} fill="#17202b" />
    </svg>
  )
}
function runs(row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const end = row.indexOf(false, x)
    const till = end === -1 ? row.length : end
    path += `M${x} ${y}h${till - x}v1H${x}z`
    x = till
  }
  return path
}
