import { insertOwner, staffAtWork } from '../identity/staff'
import { bareId } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { openAccount } from '../ledger/book'
import { accountsOfMerchant } from '../ledger/chart'
import { type Statement, sql } from '../platform/d1'
import { type Answer, type Ask, answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { decideAdmission } from './rules'
import { mayBeSeen } from './seen'
import {
  admit,
  holdSales,
  insertMerchant,
  liftSalesHold,
  merchantFrom,
  type NewMerchant,
  readMerchants,
  type StoredMerchant,
  type TotalsRow,
} from './store'
import { forOperator } from './views'

const SEALED = 'merchants.settlement_account_no'
export type Application = Omit<
  NewMerchant,
  'id' | 'code' | 'applied_at' | 'settlement_account_mask'
> & {
  owner: { name: string; phone: string }
}
const NOTHING_YET: TotalsRow = {
  cards_count: 0,
  paid_fen: 0,
  released_fen: 0,
  refunded_fen: 0,
  owed_fen: 0,
  topups_count: 0,
  uses_count: 0,
  payable_fen: 0,
  paying_fen: 0,
  custody_fen: 0,
  advance_fen: 0,
}

/** A shop applies: its papers, its accounts in the ledger, its owner. Refuses licence_no_taken, phone_taken. */
export async function applyMerchant(world: World, ask: Ask, request: Application): Promise<Answer> {
  const { owner, ...papers } = request
  const at_work = await staffAtWork(world, owner.phone)
  return answerOnce(world, ask, {
    reads: () => [
      sql`SELECT 1 AS taken FROM merchants WHERE licence_no = ${papers.licence_no}`,
      at_work,
    ],
    decide: async ({ rows, now }) => {
      if (rows[0]?.[0]) refuse('licence_no_taken')
      if (rows[1]?.[0]) refuse('phone_taken')
      const id = world.newId('mch')
      const number = papers.settlement_account_no
      const row: NewMerchant = {
        ...papers,
        id,
        code: shopCode(world),
        applied_at: now,
        settlement_account_no: await world.secrets.seal(SEALED, `${SEALED}|${id}`, number),
        settlement_account_mask: `尾号 ${number.slice(-4)}`,
      }
      const { statement } = await insertOwner(world, { merchant_id: id, ...owner }, now)
      const stored: StoredMerchant = {
        ...row,
        custody_account_no: null,
        level: 'A',
        admitted_at: null,
        sales_held_at: null,
        sales_held_reason: null,
        version: 1,
      }
      return {
        status: 201,
        subject_id: id,
        body: forOperator(stored, NOTHING_YET),
        statements: [...insertMerchant(row), ...accountsOfMerchant(id).map(openAccount), statement],
      }
    },
  })
}

/**
 * Takes a shop in: the bank confirms that the settlement account is the licence holder's, and opens the custody
 * account (once per shop, however often it is told). Refuses what `decideAdmission` does.
 */
export function admitMerchant(world: World, ask: Ask, merchant_id: string): Promise<Answer> {
  return answerOnce(world, ask, {
    calls_out: true,
    reads: () => [readMerchants(sql`m.id = ${merchant_id}`)],
    decide: async ({ rows, now }) => {
      const row = rows[0]?.[0] ?? refuse('merchant_not_found')
      const merchant = merchantFrom(row)
      if (merchant.admitted_at !== null) refuse('merchant_already_admitted')
      const account_no = await world.secrets.open(
        SEALED,
        `${SEALED}|${merchant.id}`,
        merchant.settlement_account_no,
      )
      const { matches } = await world.bank.verifyAccount({ account_no, holder: merchant.name })
      decideAdmission({ ...merchant, settlement_verified: matches, today: localDate(now) })
      const opened = await world.bank.openCustodyAccount({
        instruction_id: bareId(merchant.id),
        merchant_id: merchant.id,
        holder: merchant.name,
      })
      const admitted: StoredMerchant = {
        ...merchant,
        admitted_at: now,
        custody_account_no: opened.account_no,
      }
      return {
        status: 200,
        subject_id: merchant.id,
        body: forOperator(admitted, row as unknown as TotalsRow),
        statements: [admit(merchant, opened.account_no, now)],
      }
    },
  })
}

/** Stops new sales with a reason; cards keep working (消保法实施条例 §22 ¶3). Already held: the new reason stands. */
export const holdMerchantSales = (
  world: World,
  ask: Ask,
  of: { merchant_id: string; reason: string },
): Promise<Answer> =>
  changeHold(world, ask, of.merchant_id, (merchant, now) => ({
    after: { ...merchant, sales_held_at: now, sales_held_reason: of.reason },
    statement: holdSales(merchant, of.reason, now),
  }))

/** Lets sales go on. Refuses sales_not_on_hold. */
export const liftMerchantSalesHold = (
  world: World,
  ask: Ask,
  merchant_id: string,
): Promise<Answer> =>
  changeHold(world, ask, merchant_id, (merchant) => {
    if (merchant.sales_held_at === null) refuse('sales_not_on_hold')
    return {
      after: { ...merchant, sales_held_at: null, sales_held_reason: null },
      statement: liftSalesHold(merchant),
    }
  })

type Change = (
  merchant: StoredMerchant,
  now: string,
) => { after: StoredMerchant; statement: Statement }
function changeHold(world: World, ask: Ask, merchant_id: string, change: Change): Promise<Answer> {
  return answerOnce(world, ask, {
    reads: (who) => [readMerchants(sql`m.id = ${merchant_id} AND ${mayBeSeen(who)}`)],
    decide: ({ rows, now }) => {
      const row = rows[0]?.[0] ?? refuse('merchant_not_found')
      const { after, statement } = change(merchantFrom(row), now)
      return {
        status: 200,
        subject_id: merchant_id,
        body: forOperator(after, row as unknown as TotalsRow),
        statements: [statement],
      }
    },
  })
}

/** Eight characters without look-alikes, for a sticker on the wall: 32^8 of them. */
function shopCode(world: World): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  return Array.from(world.random(8), (byte) => alphabet[byte & 31]).join('')
}
