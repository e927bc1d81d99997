import { isSamePersonCondition } from '../identity/persons'
import type { CityTable } from '../kernel/city'
import type { Instant, LocalDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

/** The version of the city that is in force, as one number. */
export const READ_VERSION: Statement = sql`(SELECT coalesce(max(version), 0) FROM city_decisions)`

/** The version beside the name of the asker, for an answer that names who did it. */
export const readVersion = (who: Who) =>
  sql<{ version: number; name: string | null }>`SELECT ${READ_VERSION} AS version,
        (SELECT name FROM officials WHERE id = ${who.subject_id}) AS name`

/** More than a century of LPRs; a city that reached it would need another way of reading. */
const FACTS_MAX = 5_000
export type FactRow = {
  city_table: CityTable
  fact_key: string
  from_on: LocalDate
  value: string | null
  source: string
  version: number
}
export const readFacts = () =>
  sql<FactRow>`SELECT city_table, fact_key, from_on, value, source, version FROM city_facts ORDER BY version LIMIT ${FACTS_MAX}`

export const PROPOSAL_STATES = ['waiting', 'in_force', 'refused'] as const
type ProposalState = (typeof PROPOSAL_STATES)[number]
export type ProposalRow = Omit<FactRow, 'version'> & {
  id: string
  note: string | null
  entered_by: string
  entered_by_name: string
  entered_at: Instant
  state: ProposalState
  version: number | null
  decision_note: string | null
  checked_by: string | null
  checked_by_name: string | null
  checked_at: Instant | null
  /** Whether the asker is the person who entered it, under whatever id. */
  is_own: number
}
const proposals = (who: Who, where: Statement) =>
  sql<ProposalRow>`SELECT p.id, p.city_table, p.fact_key, p.from_on, p.value, p.source, p.note, p.entered_by,
             maker.name AS entered_by_name, p.entered_at, d.version, d.note AS decision_note, d.checked_by,
             checker.name AS checked_by_name, d.checked_at,
             iif(d.proposal_id IS NULL, 'waiting', iif(d.version IS NULL, 'refused', 'in_force')) AS state,
             ${isSamePersonCondition(sql`p.entered_by`, who.subject_id)} AS is_own
        FROM city_proposals p JOIN officials maker ON maker.id = p.entered_by
             LEFT JOIN city_decisions d ON d.proposal_id = p.id
             LEFT JOIN officials checker ON checker.id = d.checked_by
       WHERE ${where}`

export const readProposal = (who: Who, id: string) => proposals(who, sql`p.id = ${id}`)

/** The history of the tables, newest first. */
export const readProposals = (
  who: Who,
  {
    table,
    state,
    before,
    limit,
  }: {
    table: CityTable | undefined
    state: ProposalState | undefined
    before: string | null
    limit: number
  },
) =>
  proposals(
    who,
    sql`(${table ?? null} IS NULL OR p.city_table = ${table ?? null})
        AND (${state ?? null} IS NULL OR ${state ?? null}
             = iif(d.proposal_id IS NULL, 'waiting', iif(d.version IS NULL, 'refused', 'in_force')))
        AND (${before} IS NULL OR p.id < ${before}) ORDER BY p.id DESC LIMIT ${limit + 1}`,
  )

type NewProposal = Pick<
  ProposalRow,
  | 'id'
  | 'city_table'
  | 'fact_key'
  | 'from_on'
  | 'value'
  | 'source'
  | 'note'
  | 'entered_by'
  | 'entered_at'
>
export const insertProposal = (p: NewProposal): Statement =>
  sql`INSERT INTO city_proposals (id, city_table, fact_key, from_on, value, source, note, entered_by, entered_at)
      VALUES (${p.id}, ${p.city_table}, ${p.fact_key}, ${p.from_on}, ${p.value}, ${p.source}, ${p.note},
              ${p.entered_by}, ${p.entered_at})`

export const insertDecision = (d: {
  proposal_id: string
  version: number | null
  note: string
  checked_by: string
  checked_at: Instant
}): Statement =>
  sql`INSERT INTO city_decisions (proposal_id, version, note, checked_by, checked_at)
      VALUES (${d.proposal_id}, ${d.version}, ${d.note}, ${d.checked_by}, ${d.checked_at})`
