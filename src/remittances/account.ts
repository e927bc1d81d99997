import { outsideAnswer } from '../environment/unanswered'
import { keyedAsk } from '../identity/asks'
import { openPhone } from '../identity/phone'
import { decideGivenPin, readPinState } from '../identity/pin'
import { refuse } from '../kernel/refusals'
import { openSettlementAccount } from '../merchants/settlement-account'
import type { Ask } from '../platform/act'
import { one, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import {
  mayReadRefund,
  REFUND_ACCOUNT,
  REFUND_HOLDER,
  readRefunds,
  refundFrom,
  refundPlace,
  updatePart,
  updateRefund,
} from '../refunds/store'
import { presentRefund } from '../refunds/views'

type ConsumerRow = { id: string; phone_sealed: string }
/**
 * Where the money goes when the original route does not take it: the holder's own bank account, which the bank checks
 * against name and phone first. Refuses refund_not_found, refund_needs_no_account, refund_account_is_the_shops,
 * refund_account_not_verified,
 * refund_account_of_another_phone, refund_account_closed, bank_does_not_answer.
 */
export async function giveAccount(
  world: World,
  ask: Ask,
  request: { id: string; account_no: string; holder: string; pin?: string | undefined },
) {
  const { id, account_no, holder } = request
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      refunds: readRefunds(sql`r.id = ${id} AND ${mayReadRefund(who)}`),
      pin_state: readPinState(who.subject_id),
      shop: sql<ShopAccountRow>`SELECT m.id, m.settlement_account_no FROM refunds r JOIN merchants m ON m.id = r.merchant_id
           WHERE r.id = ${id}`,
      consumers: sql<ConsumerRow>`SELECT id, phone_sealed FROM consumers WHERE id = ${who.subject_id}`,
    }),
    call: async ({ rows, kit }) => {
      waitingParts(rows.refunds[0])
      const me = rows.consumers[0] ?? refuse('refund_not_found')
      await refuseShops(kit, rows.shop[0], account_no)
      await checkOwn(world, { account_no, holder, phone: await openPhone(kit, 'consumers', me) })
    },
    decide: async ({ rows, now, kit }) => {
      const { refund, waiting } = waitingParts(rows.refunds[0])
      const passed = await decideGivenPin(kit, rows.pin_state[0], request.pin, now)
      const after = {
        ...refund,
        account_sealed: await kit.secrets.seal(
          REFUND_ACCOUNT,
          refundPlace(REFUND_ACCOUNT, id),
          account_no,
        ),
        account_holder: await kit.secrets.seal(
          REFUND_HOLDER,
          refundPlace(REFUND_HOLDER, id),
          holder,
        ),
        account_mask: `尾号 ${account_no.slice(-4)}`,
        parts: refund.parts.map((part) =>
          part.state === 'awaiting_account'
            ? { ...part, state: 'created' as const, next_check_at: now }
            : part,
        ),
      }
      const ids = new Set(waiting.map((part) => part.id))
      return {
        status: 200,
        subject_id: id,
        body: presentRefund(after),
        statements: [
          ...passed,
          updateRefund(after),
          ...after.parts.filter((p) => ids.has(p.id)).map(updatePart),
        ],
      }
    },
  })
}

type ShopAccountRow = { id: string; settlement_account_no: string }
/** A refund goes to whoever bought, never back to the shop by a detour. */
async function refuseShops(kit: Kit, shop: ShopAccountRow | undefined, account_no: string) {
  if (!shop) refuse('refund_not_found')
  const sealed = { merchant_id: shop.id, sealed: shop.settlement_account_no }
  if ((await openSettlementAccount(kit, sealed)) === account_no)
    refuse('refund_account_is_the_shops')
}

/** The parts that wait for an account. Refuses refund_not_found, refund_needs_no_account. */
function waitingParts(row: Parameters<typeof refundFrom>[0] | undefined) {
  const refund = refundFrom(row ?? refuse('refund_not_found'))
  const waiting = refund.parts.filter(({ state }) => state === 'awaiting_account')
  if (waiting.length === 0) refuse('refund_needs_no_account')
  return { refund, waiting }
}

/** An account is somebody's own by its name and by the phone the bank has for it, which is the one they signed in with. */
async function checkOwn(
  world: World,
  account: { account_no: string; holder: string; phone: string },
): Promise<void> {
  const said = await outsideAnswer(world.bank.verifyAccount(account), {
    silence: 'bank_does_not_answer',
    no: 'refund_account_closed',
  })
  if (!said.matches) refuse(FAULT_OF[said.reason ?? 'name'])
}
const FAULT_OF = {
  name: 'refund_account_not_verified',
  phone: 'refund_account_of_another_phone',
  closed: 'refund_account_closed',
} as const

type OpenAccountRow = { account_sealed: string | null; account_holder: string | null }
/** The account as the bank is told it; nothing else opens it. */
export async function unsealAccount(
  world: World,
  refund_id: string,
): Promise<{ account_no: string; holder: string }> {
  const row = await one(
    world.db,
    sql<OpenAccountRow>`SELECT account_sealed, account_holder FROM refunds WHERE id = ${refund_id}`,
  )
  if (!row?.account_sealed || !row.account_holder) refuse('refund_account_not_verified')
  return {
    account_no: await world.secrets.open(
      REFUND_ACCOUNT,
      refundPlace(REFUND_ACCOUNT, refund_id),
      row.account_sealed,
    ),
    holder: await world.secrets.open(
      REFUND_HOLDER,
      refundPlace(REFUND_HOLDER, refund_id),
      row.account_holder,
    ),
  }
}
