import { emit } from '../events/emit'
import type { Instant } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'

type Told =
  | { type: 'estate.division_proposed'; data: { mandate_id: string; division_id: string } }
  | { type: 'estate.card_moved'; data: { mandate_id: string; card_id: string } }
/** Tells these heirs, each once. */
export const emitEstate = (
  kit: Pick<Kit, 'newId'>,
  told: Told,
  { to, at }: { to: readonly (string | null)[]; at: Instant },
): Statement[] =>
  [...new Set(to)].flatMap((consumer_id) => {
    if (consumer_id === null) return []
    const about = { subject_id: told.data.mandate_id, merchant_id: null }
    return [emit(kit, { ...told, ...about, consumer_id, at })]
  })
