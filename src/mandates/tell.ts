import { emit } from '../events/emit'
import type { Instant } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { Cause } from './rules'
import type { MandateRow } from './store'

type Ended =
  | 'objected'
  | 'withdrawn'
  | 'refused'
  | 'lapsed'
  | 'approved'
  | 'active'
  | 'done'
  | 'ended'
type Told =
  | { type: 'mandate.filed'; data: { mandate_id: string; cause: Cause; ripe_at: Instant } }
  | { type: 'mandate.companion_told'; data: { mandate_id: string; ripe_at: Instant } }
  | { type: 'mandate.heir_named'; data: { mandate_id: string } }
  | { type: 'mandate.answered'; data: { mandate_id: string; state: Ended } }

/** Tells these people, each once; nobody where nobody is meant. */
export const emitMandate = (
  kit: Pick<Kit, 'newId'>,
  told: Told,
  { to, at }: { to: readonly (string | null)[]; at: Instant },
): Statement[] =>
  [...new Set(to)].flatMap((consumer_id) =>
    consumer_id === null
      ? []
      : [
          emit(kit, {
            ...told,
            subject_id: told.data.mandate_id,
            merchant_id: null,
            consumer_id,
            at,
          }),
        ],
  )

type Parties = Pick<MandateRow, 'id' | 'filer_id' | 'subject_id'> & {
  heirs: readonly { consumer_id: string | null }[]
}
/** What became of it: to who filed it, who is to inherit, and the account it is about while somebody reads there. */
export const emitOutcome = (
  kit: Pick<Kit, 'newId'>,
  of: Parties,
  state: Ended,
  at: Instant,
): Statement[] =>
  emitMandate(
    kit,
    { type: 'mandate.answered', data: { mandate_id: of.id, state } },
    { to: [of.filer_id, of.subject_id, ...of.heirs.map(({ consumer_id }) => consumer_id)], at },
  )
