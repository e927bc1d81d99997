import { base64url } from '../environment/crypto'
import { endPayCodeKeysStatement } from '../identity/store'
import { insist, refuse } from '../kernel/refusals'
import { DAY_MS, type Instant, plusMs } from '../kernel/time'
import type { Ask } from '../platform/act'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { codeAt, deviceKey, payCodeStep, STEP_MS, stepBegins, unspentStep } from './pay-code'
import { KEYS_MAX, KEYS_WITHIN_MS } from './rules'
import {
  type AliasRow,
  type CardAliasRow,
  insertAlias,
  listTaken,
  readAlias,
  revokeAliasesStatement,
} from './store'

const ONLINE_MS = DAY_MS
const OFFLINE_GRACE_MS = 3 * DAY_MS

/**
 * Hands a card's holder the key its phone makes codes from, also offline. The key is this device's: it ends with the
 * session, a new PIN, a lost phone or signing out everywhere. A new alias and key every 24 hours, or once every code
 * of this moment is used; the old one works for 72 hours from its issue. The key is derived and never stored, so it is
 * added to the answer on the way out. Refuses card_not_found, card_frozen, card_closed, pay_codes_asked_too_often.
 */
export const issuePayCodeKey = (world: World, ask: Ask, card_id: string) =>
  keyFor(world, ask, { card_id, anew: false })

/**
 * 换一个码: another key for this device at once; every code of the one before it ends in the same batch, used or not.
 * Other devices keep theirs. Refuses as `issuePayCodeKey`.
 */
export const renewPayCodeKey = (world: World, ask: Ask, card_id: string) =>
  keyFor(world, ask, { card_id, anew: true })

function keyFor(world: World, ask: Ask, { card_id, anew }: { card_id: string; anew: boolean }) {
  const candidates = Array.from({ length: 3 }, () => randomAlias(world))
  return answerOnce(world, ask, {
    reads: (who, now) => ({
      alias: readAlias(who, card_id, now),
      taken: listTaken(candidates),
    }),
    decide: ({ actor, rows, now }) => {
      const seen = rows.alias[0] ?? refuse('card_not_found')
      if (seen.status === 'frozen') refuse('card_frozen')
      if (seen.status === 'closed') refuse('card_closed')
      const known = aliasIn(seen)
      const own = seen.is_own === 1 && known !== null && known.expires_at > now ? known : null
      const is_good = own !== null && !anew && stepIn(seen, now) !== null
      if (!is_good && seen.keys_of_late >= KEYS_MAX)
        refuse('pay_codes_asked_too_often', { retry_after_s: KEYS_WITHIN_MS / 1000 })
      const alias = is_good ? own : newAlias(card_id, freeOf(candidates, rows.taken), now)
      const { issued_at, expires_at, grace_ends_at } = alias
      return {
        status: 201,
        subject_id: card_id,
        body: {
          object: 'pay_code_key',
          card_id,
          alias: alias.alias,
          issued_at,
          expires_at,
          grace_ends_at,
          step_seconds: STEP_MS / 1000,
        },
        statements: is_good
          ? []
          : [
              ...(own ? [revokeAliasesStatement(card_id, now, own.alias)] : []),
              insertAlias(alias, actor),
            ],
      }
    },
    reveal: async (body) => ({
      ...body,
      key: base64url(await deviceKey(world, body)),
    }),
  })
}

/**
 * The code of this moment, for a page that works without JavaScript; once it is used, the next one that a till takes
 * now. Refuses code_key_missing before the first key, and when all of them are used.
 */
export async function presentPayCode(row: CardAliasRow | undefined, kit: Kit, now: Instant) {
  const { merchant_name, ...seen } = row ?? refuse('card_not_found')
  const { alias, card_id, issued_at } =
    aliasIn({ merchant_name, ...seen }) ?? refuse('code_key_missing')
  const step = stepIn({ ...seen, merchant_name }, now) ?? refuse('code_key_missing')
  const { digits, qr } = codeAt(await deviceKey(kit, { alias, card_id, issued_at }), alias, step)
  const valid_until = stepBegins(step + 2)
  return {
    object: 'pay_code' as const,
    card_id,
    merchant_name,
    digits,
    digits_spoken: digits.replace(/(\d{4})(?=\d)/g, '$1 '),
    qr,
    valid_from: stepBegins(step),
    valid_until,
    refresh_after_s: Math.max(
      1,
      Math.ceil((Date.parse(stepBegins(payCodeStep(now) + 1)) - Date.parse(now)) / 1000),
    ),
  }
}

/** Lost phone: no code of any of the holder's cards works from now on, until a new key is handed out. */
export function revokePayCodeKeys(world: World, ask: Ask, card_id: string) {
  return answerOnce(world, ask, {
    reads: (who, now) => ({ card: readAlias(who, card_id, now) }),
    decide: ({ actor, rows, now }) => {
      if (!rows.card[0]) refuse('card_not_found')
      return {
        status: 200,
        subject_id: card_id,
        body: { object: 'pay_code_key_revocation', card_id, revoked_at: now },
        statements: [revokeAliasesStatement(card_id, now), endPayCodeKeysStatement(actor.id)],
      }
    },
  })
}

const stepIn = ({ used_steps }: CardAliasRow, now: Instant): number | null =>
  unspentStep(JSON.parse(used_steps) as number[], payCodeStep(now))

/** The alias in a card's row, or null where the card has none that works. */
function aliasIn({ card_id, alias, issued_at, expires_at, grace_ends_at }: CardAliasRow) {
  if (alias === null || issued_at === null || expires_at === null || grace_ends_at === null)
    return null
  return { card_id, alias, issued_at, expires_at, grace_ends_at }
}

function freeOf(candidates: readonly number[], rows: readonly { alias: number }[]): number {
  const taken = new Set(rows.map((row) => row.alias))
  const free = candidates.find((alias) => !taken.has(alias))
  insist(free !== undefined, 'one of three random aliases is free')
  return free
}

const newAlias = (card_id: string, alias: number, now: Instant): AliasRow => ({
  alias,
  card_id,
  issued_at: now,
  expires_at: plusMs(now, ONLINE_MS),
  grace_ends_at: plusMs(now, OFFLINE_GRACE_MS),
})

/** Nine digits, the first not zero, without modulo bias worth naming (2^48 over 9·10^8). */
function randomAlias(kit: Kit): number {
  const n = kit.random(6).reduce((sum, byte) => sum * 256 + byte, 0)
  return 100_000_000 + (n % 900_000_000)
}
