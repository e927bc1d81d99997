import { emit } from '../events/emit'
import type { Instant } from '../kernel/time'
import { tellStatements } from '../passkeys/notices'
import { whoAsks } from '../platform/actor'
import { type IdRow, type RowsRead, readAll, type Statement, sql } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { alertSteps, alertText, type Known, type Step } from './alert-rules'
import { presentJobs } from './job-view'
import type { Planned } from './lateness-rules'
import { readHealth } from './store'
import { talliesFrom } from './tallies'
import { type Tally, type TroubleKind, troubleWords } from './trouble-rules'
import { VERSION } from './version'

const reads = (now: Instant) => ({
  health: readHealth(whoAsks(null), now),
  newest: sql<Known>`SELECT id, kind, state, raised_at,
             (SELECT max(told_at) FROM alerts WHERE kind = a.kind) AS told_at FROM alerts a
       WHERE a.id = (SELECT max(o.id) FROM alerts o WHERE o.kind = a.kind)`,
  operators: sql<IdRow>`SELECT id FROM officials WHERE kind = 'operator' AND disabled_at IS NULL ORDER BY id LIMIT 20`,
  versions: sql<{
    version: string
  }>`SELECT version FROM platform_versions WHERE version = ${VERSION}`,
})
type Rows = RowsRead<ReturnType<typeof reads>>

/**
 * Looks after the platform by itself: raises what is wrong, tells the operators by webhook and short message, says it once
 * more after an hour, and closes what is over. Writes nothing while nothing changes. Safe to run twice.
 */
export const watchPlatform =
  (planned: readonly Planned[]) =>
  async (world: World): Promise<number> => {
    const now = world.now()
    const seen = stepsFrom(planned, await readAll(world.db, reads(now)), now)
    if (seen.steps.length === 0 && !seen.is_new_version) return 0
    const key = `${now}:${seen.steps.map(nameOf).join()}:${VERSION}`
    await jobAct(
      world,
      { operation: 'watchPlatform', key, said: [key] },
      {
        reads: (_who, at) => reads(at),
        decide: ({ rows, now: at, kit }) => {
          const found = stepsFrom(planned, rows, at)
          return {
            status: 200,
            subject_id: 'platform',
            body: { object: 'watch', steps_count: found.steps.length },
            statements: written(kit, { ...found, at, to: rows.operators.map(({ id }) => id) }),
          }
        },
      },
    )
    return seen.steps.length
  }
const nameOf = (step: Step): string =>
  step.does === 'raise' ? `raise ${step.kind}` : `${step.does} ${step.alert.id}`

type Found = { steps: Step[]; tallies: Record<TroubleKind, Tally>; is_new_version: boolean }
function stepsFrom(planned: readonly Planned[], rows: Rows, now: Instant): Found {
  const jobs = presentJobs(planned, rows.health, now)
  const tallies = talliesFrom(rows.health, jobs, now)
  const steps = alertSteps(tallies, rows.newest, now)
  return { steps, tallies, is_new_version: rows.versions.length === 0 }
}

function written(kit: Kit, of: Found & { at: Instant; to: readonly string[] }): Statement[] {
  const { steps, tallies, at } = of
  const said = (kind: TroubleKind) => troubleWords(kind, tallies[kind])
  const raised = steps.flatMap((s) => (s.does === 'raise' && s.tells ? [said(s.kind)] : []))
  const lasting = steps.flatMap((s) => (s.does === 'escalate' ? [said(s.kind)] : []))
  const text = alertText({ raised, lasting }, `${kit.config.public_url}/o`)
  return [
    ...(of.is_new_version
      ? [
          sql`INSERT INTO platform_versions (version, seen_at) VALUES (${VERSION}, ${at})
             ON CONFLICT (version) DO NOTHING`,
        ]
      : []),
    ...steps.flatMap((step) => stepStatements(kit, step, of)),
    ...(text === null ? [] : tellStatements(kit, { to: of.to, text, at })),
  ]
}

function stepStatements(kit: Kit, step: Step, of: Found & { at: Instant }): Statement[] {
  const { tallies, at } = of
  if (step.does === 'resolve') {
    const { id, kind } = step.alert
    const told = { alert_id: id, kind, count: 0, money_fen: null, message: '已经恢复' }
    return [
      sql`UPDATE alerts SET state = 'resolved', resolved_at = ${at} WHERE id = ${id}`,
      alertEvent(kit, 'alert.resolved', told, at),
    ]
  }
  const { kind } = step
  const { count, money_fen } = tallies[kind]
  const message = troubleWords(kind, tallies[kind])
  if (step.does === 'escalate') {
    const { id } = step.alert
    return [
      sql`UPDATE alerts SET state = 'escalated', escalated_at = ${at}, told_at = ${at}, message = ${message},
                 count = ${count}, money_fen = ${money_fen} WHERE id = ${id}`,
      alertEvent(kit, 'alert.escalated', { alert_id: id, kind, count, money_fen, message }, at),
    ]
  }
  const id = kit.newId('alt')
  const told_at = step.tells ? at : null
  return [
    sql`INSERT INTO alerts (id, kind, message, count, money_fen, raised_at, told_at)
        VALUES (${id}, ${kind}, ${message}, ${count}, ${money_fen}, ${at}, ${told_at})`,
    alertEvent(kit, 'alert.raised', { alert_id: id, kind, count, money_fen, message }, at),
  ]
}

type AlertData = {
  alert_id: string
  kind: string
  count: number
  money_fen: number | null
  message: string
}
const alertEvent = (
  kit: Kit,
  type: 'alert.raised' | 'alert.escalated' | 'alert.resolved',
  data: AlertData,
  at: Instant,
): Statement =>
  emit(kit, { type, subject_id: data.alert_id, merchant_id: null, consumer_id: null, data, at })
