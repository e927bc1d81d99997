import type { Instant, LocalDate } from '../kernel/time'
import { type Stored, sql } from '../platform/d1'
import { GROWTH_DAYS, type Measured } from './rules'

/** The newest measurements, oldest first. */
export const readStorageDays = sql<Measured>`SELECT day, bytes, limit_bytes FROM
  (SELECT day, bytes, limit_bytes FROM storage_days ORDER BY day DESC LIMIT ${GROWTH_DAYS}) ORDER BY day`

type NewDay = Stored & { day: LocalDate; measured_at: Instant }
export const insertStorageDay = ({ day, bytes, limit_bytes, measured_at }: NewDay) =>
  sql`INSERT INTO storage_days (day, bytes, limit_bytes, measured_at)
      VALUES (${day}, ${bytes}, ${limit_bytes}, ${measured_at})`
