import { timingSafeEqual } from 'node:crypto'
import type { Config } from '../environment/config'
import { sha256Now } from '../environment/crypto'
import { log } from '../environment/log'
import type { Instant } from '../kernel/time'
import type { Planned } from '../operations/lateness-rules'
import type { Db } from '../platform/d1'
import { exposition, OPENMETRICS } from './exposition'
import { cityFamilies, processFamilies } from './families'

type Opened =
  | { world: { config: Config; db: Db; now: () => Instant } }
  | { faults: readonly string[] }

/**
 * The figures, for whoever shows the token of the configuration as a bearer; anybody else finds nothing here, and nobody at
 * all where none is configured. While storage does not answer, the figures of the process are told alone.
 */
export async function answerMetrics(
  opened: Opened,
  authorization: string | undefined,
  planned: readonly Planned[],
): Promise<Response | null> {
  if ('faults' in opened) return null
  const { config, db, now } = opened.world
  if (!isToken(config.metrics_token, /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1])) return null
  const city = await cityFamilies(db, planned, now()).catch((error: unknown) => {
    log('metrics_without_city', { error: String(error) })
    return []
  })
  const up = {
    type: 'gauge' as const,
    name: 'storage_answers',
    help: 'Whether storage answered these figures',
    series: [{ labels: {}, value: city.length > 0 ? 1 : 0 }],
  }
  return new Response(exposition([up, ...city, ...processFamilies()]), {
    headers: { 'Content-Type': OPENMETRICS },
  })
}

/** In a time that says nothing of how much of it was right. */
function isToken(token: string | null, shown: string | undefined): boolean {
  if (token === null || shown === undefined) return false
  const [known, said] = [token, shown].map((text) => Buffer.from(sha256Now(text)))
  return known !== undefined && said !== undefined && timingSafeEqual(known, said)
}
