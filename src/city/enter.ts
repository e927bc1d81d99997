import type { Ask } from '../platform/act'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { decideDecision, decideProposal, type Entered } from './rules'
import {
  insertDecision,
  insertProposal,
  type ProposalRow,
  readProposal,
  readVersion,
} from './store'
import { presentProposal } from './views'

/**
 * Proposes a row of the city's tables; nothing changes before another person agrees. Refuses what `decideProposal`
 * does.
 */
export const proposeCityRow = (world: World, ask: Ask, entered: Entered) =>
  answerOnce(world, ask, {
    reads: (who) => ({ beside: readVersion(who) }),
    decide: ({ actor, rows, now, city, kit }) => {
      decideProposal(city, entered)

      const { table, key, from_on, value, source, note } = entered
      const proposal = {
        id: kit.newId('ctp'),
        city_table: table,
        fact_key: key,
        ...{ from_on, source, note },
        value: value === null ? null : JSON.stringify(value),
        entered_by: actor.id,
        entered_at: now,
      }
      return {
        status: 201,
        subject_id: proposal.id,
        body: presentProposal({
          ...proposal,
          ...UNDECIDED,
          entered_by_name: rows.beside[0]?.name ?? '',
        }),
        statements: [insertProposal(proposal)],
      }
    },
  })
const UNDECIDED = {
  state: 'waiting',
  version: null,
  decision_note: null,
  checked_by: null,
  checked_by_name: null,
  checked_at: null,
  is_own: 1,
} as const satisfies Partial<ProposalRow>

/**
 * Another person agrees, and the row is in force with the next version of the city; or refuses it. Acts decided before
 * keep what they were decided by. Refuses what `decideDecision` does.
 */
export const decideCityRow = (
  world: World,
  ask: Ask,
  request: { proposal_id: string; agreed: boolean; note: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({ found: readProposal(who, request.proposal_id), beside: readVersion(who) }),
    decide: ({ actor, rows, now }) => {
      const proposal = decideDecision(rows.found[0], request.agreed)

      const version = request.agreed ? (rows.beside[0]?.version ?? 0) + 1 : null
      const decision = { version, note: request.note, checked_by: actor.id, checked_at: now }
      return {
        status: 200,
        subject_id: proposal.id,
        body: presentProposal({
          ...proposal,
          ...decision,
          note: proposal.note,
          decision_note: request.note,
          state: request.agreed ? 'in_force' : 'refused',
          checked_by_name: rows.beside[0]?.name ?? '',
        }),
        statements: [insertDecision({ proposal_id: proposal.id, ...decision })],
      }
    },
  })
