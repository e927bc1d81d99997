import { OutsideRefusal } from '../environment/ports'
import type { Instant } from '../kernel/time'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import {
  insertInstruction,
  instructionNewsStatement,
  instructionSilenceStatement,
  type Order,
} from './store'

/** How one thing is told outside, and how one asks whether it was. */
type Way<T> = {
  /** What became of it; null: the outside never had it. */
  ask: () => Promise<T | null>
  /** `again`: it may have been told before. */
  tell: (again: boolean) => Promise<T>
}

/**
 * The one function that tells a bank or a provider to move money. The intent is written first, so whoever comes later
 * knows that it may have been told: they ask, and tell it again only when the outside never had it. An answer that did
 * not come is a state with a clock (`unclear`), a plain no is one, too (`refused`); both are thrown on. What was said is
 * booked by the caller together with `heard`. Safe to run twice, at once, or to die anywhere.
 */
export async function tellOnce<T>(world: World, order: Order, way: Way<T>): Promise<T> {
  const first = await begin(world, order)
  try {
    const known = first ? null : await way.ask()
    return known ?? (await way.tell(!first))
  } catch (error) {
    await note(world, order, error)
    throw error
  }
}

/** Whether nobody can have told it before: the intent's own key says so, replayed or not. */
async function begin(world: World, order: Order): Promise<boolean> {
  const { id, kind, subject_id, merchant_id, amount_fen } = order
  const request = {
    operation: 'beginInstruction',
    key: id,
    said: [id, kind, subject_id, merchant_id, amount_fen],
  }
  const begun = await jobAct(world, request, {
    reads: () => ({}),
    decide: ({ now }) => ({
      status: 200,
      subject_id,
      body: { id, kind },
      statements: [insertInstruction(order, now)],
    }),
  })
  return !begun.replayed
}

async function note(world: World, order: Order, error: unknown): Promise<void> {
  const { id, subject_id } = order
  const refused = error instanceof OutsideRefusal ? error.reason : null
  const now: Instant = world.now()
  const request = {
    operation: 'noteInstruction',
    key: `${id}:${now}:${world.newId('req')}`,
    said: [id, refused],
  }
  await jobAct(world, request, {
    reads: () => ({}),
    decide: (of) => ({
      status: 200,
      subject_id,
      body: { id, state: refused === null ? 'unclear' : 'refused' },
      statements: [
        refused === null
          ? instructionSilenceStatement(id, of.now)
          : instructionNewsStatement(order, { state: 'refused', reason: refused }, of.now),
      ],
    }),
  })
}
