import { refuse } from '../kernel/refusals'
import { type Mandate, mandateFrom, readMandates } from '../mandates/store'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { type Part, requireDivision } from './rules'
import {
  type Division,
  divisionFrom,
  insertDivision,
  readDivision,
  readEstateCards,
  updateDivision,
} from './store'
import { emitEstate } from './tell'
import { presentEstate } from './views'

/** Which heir the asker is, of an estate that is still to be divided. */
function meIn({ heirs, state }: Mandate): number {
  const me = heirs.find(({ is_me, consumer_id }) => is_me === 1 && consumer_id !== null)
  if (!me) refuse('mandate_not_found')
  if (state !== 'approved' || heirs.length === 1) refuse('estate_not_open')
  return me.n
}

/**
 * An heir says which card goes to whom; what was proposed before is over. It counts once each heir has agreed (民法典 §1132:
 * heirs agree; else a mediator or the court). Refuses mandate_not_found, estate_not_open, estate_division_wrong.
 */
export const proposeDivision = (world: World, ask: Ask, said: { id: string; cards: Part[] }) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      mandates: readMandates(sql`m.id = ${said.id}`, who.subject_id),
      cards: readEstateCards(said.id),
      divisions: readDivision(said.id),
    }),
    decide: ({ rows, now, kit }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      const me = meIn(mandate)
      const before = divisionFrom(rows.divisions[0])
      if (before?.state === 'agreed') refuse('estate_not_open')
      requireDivision(said.cards, {
        cards: rows.cards.map(({ id }) => id),
        heirs: mandate.heirs.map(({ n }) => n),
      })
      const division: Division = {
        id: kit.newId('esd'),
        mandate_id: mandate.id,
        cards: said.cards,
        proposed_by: me,
        proposed_at: now,
        agreed_by: [me],
        state: 'open',
        version: 1,
      }
      const data = { mandate_id: mandate.id, division_id: division.id }
      const to = mandate.heirs.map(({ consumer_id }) => consumer_id)
      return {
        status: 201,
        subject_id: said.id,
        body: presentEstate(mandate.id, { cards: rows.cards, heirs: mandate.heirs, division }),
        statements: [
          ...(before ? [updateDivision({ ...before, state: 'replaced' })] : []),
          insertDivision(division),
          ...emitEstate(kit, { type: 'estate.division_proposed', data }, { to, at: now }),
        ],
      }
    },
  })

/** An heir agrees to the division as it stands; with the last word it counts. Refuses mandate_not_found, estate_not_open. */
export const agreeToDivision = (
  world: World,
  ask: Ask,
  said: { id: string; division_id: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      mandates: readMandates(sql`m.id = ${said.id}`, who.subject_id),
      cards: readEstateCards(said.id),
      divisions: readDivision(said.id),
    }),
    decide: ({ rows }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      const me = meIn(mandate)
      const before = divisionFrom(rows.divisions[0])
      if (before?.id !== said.division_id || before.state !== 'open') refuse('estate_not_open')
      const agreed_by = [...new Set([...before.agreed_by, me])].sort((a, b) => a - b)
      const is_whole = agreed_by.length === mandate.heirs.length
      const division: Division = { ...before, agreed_by, state: is_whole ? 'agreed' : 'open' }
      return {
        status: 200,
        subject_id: said.id,
        body: presentEstate(mandate.id, { cards: rows.cards, heirs: mandate.heirs, division }),
        statements: [updateDivision(division)],
      }
    },
  })
