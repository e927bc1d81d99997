import { isAmong } from '../environment/crypto'
import { keyedAsk } from '../identity/asks'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate, MINUTE_MS, plusMs } from '../kernel/time'
import { readOpenShops } from '../merchants/shop-store'
import { tellStatements } from '../passkeys/notices'
import { isFresh } from '../passkeys/rules'
import { type Ask, RefusalWith } from '../platform/act'
import { PUBLIC } from '../platform/actor'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import type { TerminalAct } from './acts'
import {
  countPairingTryStatement,
  countTerminals,
  endPairingsStatement,
  insertPairing,
  insertTerminal,
  type PairingDetailRow,
  type PairingRow,
  readOpenPairings,
  readTerminals,
  revokeTerminalStatement,
  type TerminalDetailRow,
  usePairingStatement,
} from './store'
import { mustBeSignedBy, mustBeTimely, readShown, storableKey } from './verify'
import { presentPairing, presentTerminal } from './views'

const PAIRING_MS = 10 * MINUTE_MS
const TERMINALS_MAX = 50
const SELECTOR_DIGITS = 4

/** The code of a pairing: twelve digits derived under the master key, so that storage holds nothing to show. */
const pairingCode = async (kit: Pick<Kit, 'secrets'>, id: string): Promise<string> =>
  codeFrom(await kit.secrets.mac('terminal_pairing', id))
function codeFrom(bytes: Uint8Array): string {
  const number = bytes.slice(0, 8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  return String(number % 1_000_000_000_000n).padStart(12, '0')
}

/**
 * A manager's screen shows a code by which one terminal may be paired within ten minutes; what was shown before ends.
 * Owner or manager, their passkey shown within five minutes. Refuses shop_not_found, passkey_proof_too_old,
 * terminals_too_many.
 */
export function startTerminalPairing(
  world: World,
  ask: Ask,
  wanted: { name: string; shop_id: string; daily_cap_fen: number; acts: readonly TerminalAct[] },
) {
  return answerOnce(world, ask, {
    reads: (who) => ({
      shops: readOpenShops(who.merchant_id),
      count: countTerminals(who.merchant_id),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      const shop = rows.shops.find(({ id }) => id === wanted.shop_id) ?? refuse('shop_not_found')
      if (!isFresh(actor.authenticated_at, now)) refuse('passkey_proof_too_old')
      if ((rows.count[0]?.live ?? 0) >= TERMINALS_MAX) refuse('terminals_too_many')
      const id = kit.newId('trp')
      const code = await pairingCode(kit, id)
      const row: PairingRow = {
        id,
        merchant_id: shop.merchant_id,
        shop_id: shop.id,
        name: wanted.name,
        daily_cap_fen: wanted.daily_cap_fen,
        acts: JSON.stringify(wanted.acts),
        selector: code.slice(0, SELECTOR_DIGITS),
        tries: 0,
        created_by: actor.id,
        created_at: now,
        expires_at: plusMs(now, PAIRING_MS),
        ended_at: null,
        terminal_id: null,
      }
      return {
        status: 201,
        subject_id: id,
        body: presentPairing(row),
        statements: [endPairingsStatement(shop.merchant_id, now), insertPairing(row)],
      }
    },
    reveal: async (body) => ({ ...body, code: await pairingCode(world, body.id) }),
  })
}

/**
 * A terminal types the code and brings its public key; the request is signed by the other half, which is the proof that
 * it has it. Refuses terminal_signature_wrong, terminal_signature_stale, terminal_key_weak, pairing_code_wrong (five wrong tries end every
 * code that begins so), terminal_key_taken, terminals_too_many.
 */
export async function pairTerminal(
  world: World,
  ask: Ask,
  said: { code: string; public_key: string },
  request: Request | null,
) {
  const shown = await readShown(request ?? refuse('terminal_signature_wrong'), world.config)
  const public_key = storableKey(said.public_key)
  if (shown.keyid !== 'pairing') refuse('terminal_signature_wrong')
  await mustBeSignedBy(public_key, shown)
  mustBeTimely(shown, world.machine_ms())
  const who = { ...PUBLIC, id: `pairing:${public_key}` }
  const selector = said.code.slice(0, SELECTOR_DIGITS)
  return answerOnce(
    world,
    { ...(await keyedAsk(world, ask)), who },
    {
      reads: (_who, now) => ({ open: readOpenPairings(selector, now) }),
      decide: async ({ rows, now, kit }) => {
        const pairing = await rightPairing(kit, rows.open, said.code)
        const terminal = pairedTerminal(pairing, { id: kit.newId('trm'), public_key, now })
        const { name, shop_name, created_by_name } = pairing
        const text = `${shop_name}新配对了一台收银机“${name}”，配对码是${created_by_name}出的。不对请马上在“收银机”里停用`
        const to = JSON.parse(pairing.owner_ids) as string[]
        return {
          status: 201,
          subject_id: terminal.id,
          body: presentTerminal(terminal),
          statements: [
            insertTerminal(terminal),
            usePairingStatement(pairing.id, terminal.id, now),
            ...tellStatements(kit, { to, text, at: now }),
          ],
        }
      },
    },
  )
}

/** The pairing of a code, or pairing_code_wrong: counted where some code begins so. */
async function rightPairing(
  kit: Kit,
  open: readonly PairingDetailRow[],
  code: string,
): Promise<PairingDetailRow> {
  for (const row of open) {
    const made = (await kit.secrets.macs('terminal_pairing', row.id)).map(codeFrom)
    if (isAmong(code, made)) return row
  }
  const tries = open.map(({ id }) => countPairingTryStatement(id))
  throw new RefusalWith('pairing_code_wrong', tries)
}

const pairedTerminal = (
  p: PairingDetailRow,
  { id, public_key, now }: { id: string; public_key: string; now: Instant },
): TerminalDetailRow => ({
  id,
  merchant_id: p.merchant_id,
  shop_id: p.shop_id,
  name: p.name,
  public_key,
  daily_cap_fen: p.daily_cap_fen,
  acts: p.acts,
  invited_by: p.created_by,
  paired_at: now,
  last_used_at: null,
  revoked_at: null,
  revoked_by: null,
  cap_wish_fen: null,
  cap_wish_by: null,
  cap_wish_at: null,
  cap_set_by: null,
  shop_name: p.shop_name,
  invited_by_name: p.created_by_name,
  today_count: 0,
  today_fen: 0,
})

/** Stops a terminal for ever, with the next request it makes. Owner or manager. Refuses terminal_not_found. */
export const revokeTerminal = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      terminals: readTerminals(
        sql`t.id = ${id} AND t.merchant_id = ${who.merchant_id}`,
        localDate(now),
      ),
    }),
    decide: ({ actor, rows, now }) => {
      const terminal = rows.terminals[0] ?? refuse('terminal_not_found')
      const is_over = terminal.revoked_at !== null
      return {
        status: 200,
        subject_id: id,
        body: presentTerminal({ ...terminal, revoked_at: terminal.revoked_at ?? now }),
        statements: is_over ? [] : [revokeTerminalStatement(id, actor.id, now)],
      }
    },
  })
