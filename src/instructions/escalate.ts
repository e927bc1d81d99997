import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import type { Work } from '../platform/act'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { instructionOwner } from './rules'
import { escalateInstructionStatement, type InstructionRow } from './store'

/**
 * What has been without an answer for too long becomes its owner's: the bank's, or the operator's where a provider was
 * told. Once each. At most `limit`; safe to run twice.
 */
export async function escalateInstructions(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<InstructionRow>`SELECT i.* FROM instructions i
         WHERE i.state IN ('told', 'unclear', 'accepted') AND i.escalated_at IS NULL AND i.due_by <= ${now}
           AND ${notSetAsideCondition('escalateInstructions', sql`i.id`, now)} ORDER BY i.due_by, i.id LIMIT ${limit}`,
  )
  return eachDue(world, 'escalateInstructions', due, {
    id: ({ id }) => id,
    act: (seen) => escalate(world, seen),
  })
}

function escalate(world: World, { id, due_by }: InstructionRow) {
  const request = {
    operation: 'escalateInstruction',
    key: `${id}:${due_by}`,
    said: [id, due_by],
  }
  return jobAct(world, request, {
    reads: () => ({
      instruction: sql<InstructionRow>`SELECT * FROM instructions WHERE id = ${id}`,
    }),
    decide: ({ rows, now, kit }): Work => {
      const i = rows.instruction[0] ?? refuse('instruction_not_found')
      const open = i.ended_at === null && i.escalated_at === null && i.due_by === due_by
      const data = { instruction_id: id, kind: i.kind, amount_fen: i.amount_fen, state: i.state }
      const told = emit(kit, {
        type: 'instruction.overdue',
        subject_id: i.subject_id,
        merchant_id: null,
        consumer_id: null,
        data: { ...data, owner: instructionOwner(i.kind), told_at: i.told_at },
        at: now,
      })
      return {
        status: 200,
        subject_id: i.subject_id,
        body: { id, escalated: open },
        statements: open ? [escalateInstructionStatement(id, now), told] : [],
      }
    },
  })
}
