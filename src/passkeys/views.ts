import type * as z from 'zod'
import type { Passkey, PasskeyRecovery } from './objects'
import type { RecoveryDetailRow } from './recovery-store'
import type { PasskeyRow } from './store'

type PasskeySeen = Omit<
  PasskeyRow,
  'person_id' | 'credential_id' | 'public_key' | 'counter' | 'transports'
>
export const presentPasskey = (row: PasskeySeen): z.input<typeof Passkey> => ({
  id: row.id,
  object: 'passkey',
  name: row.name,
  device: row.device,
  created_at: row.created_at,
  last_used_at: row.last_used_at,
  suspended_at: row.suspended_at,
  removed_at: row.removed_at,
})

export const presentRecovery = (row: RecoveryDetailRow): z.input<typeof PasskeyRecovery> => ({
  id: row.id,
  object: 'passkey_recovery',
  subject_id: row.subject_id,
  kind: row.kind,
  name: row.name,
  phone_mask: row.phone_mask,
  asked_at: row.asked_at,
  usable_from: row.usable_from,
  state: row.state,
  decided_at: row.decided_at,
  is_own: row.is_own === 1,
})
