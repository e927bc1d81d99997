import { insist } from '../kernel/refusals'
import type { Row } from '../platform/d1'

/**
 * The same rows, when every number in them is one that JavaScript holds. workerd rounds an INTEGER beyond 2^53 without a
 * word; node:sqlite and libSQL throw. A sum of money that was rounded must never be read.
 */
export function whole(rows: Row[]): Row[] {
  for (const row of rows)
    for (const name in row) {
      const value = row[name]
      if (typeof value !== 'number' || !Number.isInteger(value)) continue
      insist(Number.isSafeInteger(value), `${name} is beyond what a number holds`)
    }
  return rows
}
