import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import { type Instant, plusMs } from '../kernel/time'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type RowsRead, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import type { Asker } from './asker'
import {
  type DeviceWithUseRow,
  endDeviceStatements,
  insertDevice,
  readDevices,
  renameDeviceStatement,
  revokeDeviceSessionsStatement,
} from './device-store'
import { sessionLifetime } from './rules'

type SignedIn = {
  person_id: string
  kind: DeviceWithUseRow['kind']
  asker: Asker
  /** The person's device with this token, if it is known. */
  known: string | null
  /** Whether the person was there before, and so may have other devices that want to know. */
  has_others: boolean
}
/**
 * The device of a new session. A known one goes on under its name, and what was signed in on it before ends; any other
 * is new: it gets a row, and a consumer who was there before is told.
 */
export function planDevice(
  kit: Kit,
  { person_id, kind, asker, known, has_others }: SignedIn,
  now: Instant,
): { device_id: string; statements: Statement[] } {
  if (known !== null)
    return { device_id: known, statements: [revokeDeviceSessionsStatement(known, now)] }

  const id = kit.newId('dvc')
  const { device_name: name } = asker
  const token_hash = asker.device_hash ?? id
  const device = { id, kind, subject_id: person_id, token_hash, name, created_at: now }
  const told =
    kind === 'consumer' && has_others
      ? [
          emit(kit, {
            type: 'device.signed_in',
            subject_id: id,
            merchant_id: null,
            consumer_id: person_id,
            data: { device_id: id },
            at: now,
          }),
        ]
      : []
  return { device_id: id, statements: [insertDevice({ ...device, ended_at: null }), ...told] }
}

/** The devices of who asks. */
export const readMyDevices = (who: Who, now: Instant, where: Statement = sql`1`) =>
  readDevices(who.subject_id, { session: who.session, where, now })

/** `last_used_at` is exact to a day: use is written down once a day. Of a device from long ago it is not known. */
const presentDevice = (row: DeviceWithUseRow) => ({
  id: row.id,
  object: 'device' as const,
  name: row.name,
  is_current: row.is_current === 1,
  is_signed_in: row.is_signed_in === 1,
  last_used_at:
    row.idle_expires_at && plusMs(row.idle_expires_at, -sessionLifetime(row.kind).idle_ms),
  created_at: row.created_at,
})
export const presentDevices = ({
  devices,
}: RowsRead<{ devices: ReturnType<typeof readMyDevices> }>) => ({
  object: 'list' as const,
  data: devices.map(presentDevice),
})

const changeMine = (
  world: World,
  ask: Ask,
  id: string,
  change: (
    device: DeviceWithUseRow,
    now: Instant,
  ) => { after: DeviceWithUseRow; statements: Statement[] },
) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({ devices: readMyDevices(who, now, sql`d.id = ${id}`) }),
    decide: ({ rows, now }) => {
      const { after, statements } = change(rows.devices[0] ?? refuse('device_not_found'), now)
      return { status: 200, subject_id: id, body: presentDevice(after), statements }
    },
  })

/** Gives one of one's own devices a name. Refuses device_not_found. */
export const renameDevice = (world: World, ask: Ask, { id, name }: { id: string; name: string }) =>
  changeMine(world, ask, id, (device) => ({
    after: { ...device, name },
    statements: [renameDeviceStatement(id, name)],
  }))

/**
 * Takes one of one's own devices off the list: whoever holds it is signed out, pay codes made on it pay nothing more,
 * and its next sign-in is that of a stranger. Refuses device_not_found.
 */
export const signOutDevice = (world: World, ask: Ask, id: string) =>
  changeMine(world, ask, id, (device, now) => ({
    after: { ...device, is_signed_in: 0 },
    statements: endDeviceStatements(id, now),
  }))
