import { base64url, isAmong } from '../environment/crypto'
import { publicAsk } from '../identity/asks'
import { checkedPhone, phoneIndex } from '../identity/phone'
import { BOOTSTRAP_TTL_MS } from '../identity/rules'
import { readOfficial } from '../identity/store'
import { refuse } from '../kernel/refusals'
import { epochMs, type Instant, MINUTE_MS } from '../kernel/time'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { insertOfficial, readOfficialInOffice } from './officials'

/** The token is made on somebody's own machine, whose clock may run a little ahead. */
const CLOCK_SKEW_MS = MINUTE_MS

/**
 * What lets the first operator in: `yfb_bootstrap_<issued, ms in base 36>_<43 base64url>`, derived from the
 * master key, good for 15 minutes from now and for nothing once an operator exists. Nothing is stored.
 */
export async function bootstrapToken(kit: Pick<Kit, 'secrets' | 'now'>): Promise<string> {
  const issued = epochMs(kit.now()).toString(36)
  return `yfb_bootstrap_${issued}_${base64url(await kit.secrets.mac('bootstrap', issued))}`
}

/** Lets the first operator in: `bootstrap_token_wrong` (or too old, or too early), then `operator_exists`. */
export async function bootstrapOperator(
  world: World,
  ask: Ask,
  request: { bootstrap_token: string; name: string; phone: string },
) {
  const phone_index = await phoneIndex(world, checkedPhone(request.phone))
  return answerOnce(world, await publicAsk(world, ask, phone_index), {
    reads: () => ({
      official: readOfficial(sql`kind = 'operator' LIMIT 1`),
      official_in_office: readOfficialInOffice(phone_index),
    }),
    decide: async ({ rows: { official: operators, official_in_office: taken }, now, kit }) => {
      if (!(await isBootstrapToken(kit, request.bootstrap_token, now)))
        refuse('bootstrap_token_wrong')
      if (operators[0]) refuse('operator_exists')
      if (taken[0]) refuse('phone_taken')

      const { name, phone } = request
      const { person, statement } = await insertOfficial(
        kit,
        { kind: 'operator', role: 'operator', name, phone, districts: [] },
        { created_by: 'bootstrap', now, at_once: true },
      )
      return { status: 201, subject_id: person.id, body: person, statements: [statement] }
    },
  })
}

async function isBootstrapToken(kit: Kit, token: string, now: Instant): Promise<boolean> {
  const issued = /^yfb_bootstrap_([0-9a-z]{6,10})_[A-Za-z0-9_-]{43}$/.exec(token)?.[1]
  if (issued === undefined) return false
  const tags = await kit.secrets.macs('bootstrap', issued)
  const made = tags.map((tag) => `yfb_bootstrap_${issued}_${base64url(tag)}`)
  if (!isAmong(token, made)) return false
  const age_ms = epochMs(now) - Number.parseInt(issued, 36)
  return age_ms > -CLOCK_SKEW_MS && age_ms < BOOTSTRAP_TTL_MS
}
