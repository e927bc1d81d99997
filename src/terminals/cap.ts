import { isSamePersonCondition } from '../identity/persons'
import { refuse } from '../kernel/refusals'
import { DAY_MS, localDate, plusMs } from '../kernel/time'
import { isFresh } from '../passkeys/rules'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { readTerminals, setCapStatement, wishCapStatement } from './store'
import { presentTerminal } from './views'

/** How long another person has to ask for the same. */
const WISH_MS = 7 * DAY_MS

/**
 * What a terminal lets through in a day. Less counts at once. More is a wish, until another person of the shop asks for the
 * same within a week; the passkey shown within five minutes. Refuses terminal_not_found (also once it was stopped),
 * passkey_proof_too_old.
 */
export const setTerminalCap = (
  world: World,
  ask: Ask,
  said: { id: string; daily_cap_fen: number },
) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      terminals: readTerminals(
        sql`t.id = ${said.id} AND t.merchant_id = ${who.merchant_id}`,
        localDate(now),
      ),
      same: sql<{
        is_same: number
      }>`SELECT ${isSamePersonCondition(sql`t.cap_wish_by`, who.subject_id)} AS is_same
            FROM terminals t WHERE t.id = ${said.id}`,
    }),
    decide: ({ actor, rows, now }) => {
      const terminal = rows.terminals[0] ?? refuse('terminal_not_found')
      if (terminal.revoked_at !== null) refuse('terminal_not_found')
      if (!isFresh(actor.authenticated_at, now)) refuse('passkey_proof_too_old')
      const { id, daily_cap_fen } = said
      const wished_at = terminal.cap_wish_at
      const is_wished =
        terminal.cap_wish_fen === daily_cap_fen &&
        wished_at !== null &&
        now < plusMs(wished_at, WISH_MS) &&
        rows.same[0]?.is_same === 0
      const counts = daily_cap_fen <= terminal.daily_cap_fen || is_wished
      const wish = counts ? null : daily_cap_fen
      const set = counts ? daily_cap_fen : terminal.daily_cap_fen
      return {
        status: 200,
        subject_id: id,
        body: presentTerminal({ ...terminal, daily_cap_fen: set, cap_wish_fen: wish }),
        statements: [
          counts
            ? setCapStatement({ id, daily_cap_fen, by: actor.id })
            : wishCapStatement({ id, daily_cap_fen, by: actor.id }, now),
        ],
      }
    },
  })
