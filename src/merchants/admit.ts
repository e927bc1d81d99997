import { knownDistrict, knownSector } from '../city/rules'
import { outsideAnswer } from '../environment/unanswered'
import { emit } from '../events/emit'
import { keyedAsk } from '../identity/asks'
import { isSamePerson, readSamePerson } from '../identity/persons'
import { sectorGroups } from '../kernel/city'
import { bareId } from '../kernel/ids'
import { lookAlike } from '../kernel/names'
import { refuse } from '../kernel/refusals'
import { DAY_MS, type Instant, localDate, plusMs } from '../kernel/time'
import { openAccountStatement } from '../ledger/book'
import { merchantAccounts } from '../ledger/chart'
import { insertOwner, staffAtWork } from '../people/staff'
import type { Ask } from '../platform/act'
import type { Actor } from '../platform/actor'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { mayReadMerchant } from './may-read'
import { checkPapers, decideAdmission } from './rules'
import { openSettlementAccount, sealSettlementAccount, UNSURE } from './settlement-account'
import {
  admitStatement,
  insertMerchantStatements,
  type MerchantDetailRow,
  type MerchantRow,
  type NewMerchant,
  readMerchantNames,
  readMerchants,
  type TotalsRow,
  updateSalesHold,
} from './store'
import { forOperator, forRegulator } from './views'

type Own = 'id' | 'code' | 'resembles' | 'applied_at' | 'settlement_account_mask'
type Application = Omit<NewMerchant, Own> & {
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
  deposit_fen: 0,
  settled_fen: 0,
  fees_held_fen: 0,
  provider_owed_fen: 0,
  cover_owed_fen: null,
  cover_covered_fen: null,
  cover_day: null,
  cover_unread: 0,
}

type TakenRow = { taken: number }
/**
 * A shop applies: its papers, its accounts in the ledger, its owner, and whose name its own reads like. The
 * request's fingerprint is keyed, because
 * phone and account number are few enough to be found by trying. Refuses `district_unknown`, `sector_unknown`,
 * `licence_no_taken`, `phone_taken`.
 */
export async function applyMerchant(world: World, ask: Ask, request: Application) {
  const { owner, ...papers } = request
  const at_work = await staffAtWork(world, owner.phone)
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: () => ({
      licence: sql<TakenRow>`SELECT 1 AS taken FROM merchants WHERE licence_no = ${papers.licence_no}`,
      at_work,
      names: readMerchantNames(),
    }),
    decide: async ({ rows, now, city, kit }) => {
      knownDistrict(city, papers.district, localDate(now))
      knownSector(city, papers.sector, localDate(now))
      if (rows.licence[0]) refuse('licence_no_taken')
      if (rows.at_work[0]) refuse('phone_taken')
      const id = kit.newId('mch')
      const like = lookAlike(papers.name, rows.names)
      const number = papers.settlement_account_no
      const row: NewMerchant = {
        ...papers,
        id,
        code: shopCode(kit),
        resembles: like && JSON.stringify(like),
        applied_at: now,
        ...(await sealSettlementAccount(kit, { merchant_id: id, account_no: number })),
      }
      const { statement } = await insertOwner(kit, { merchant_id: id, ...owner }, now)
      const stored: MerchantRow = {
        ...row,
        custody_account_no: null,
        level: 'A',
        admitted_at: null,
        sales_held_at: null,
        sales_held_reason: null,
        sales_lifted_at: null,
        sales_lifted_reason: null,
        ...NOBODY_LIFTS,
        sales_lifted_by: null,
        settlement_account_version: 1,
        settlement_account_verified_at: null,
        payouts_held_at: null,
        level_set_at: null,
        level_reason: null,
        version: 1,
      }
      return {
        status: 201,
        subject_id: id,
        body: forOperator(stored, NOTHING_YET),
        statements: [
          ...insertMerchantStatements(row),
          ...merchantAccounts(id).map(openAccountStatement),
          statement,
        ],
      }
    },
  })
}

/**
 * Takes a shop in: the bank confirms that the settlement account is the licence holder's, and opens the custody
 * account (once per shop, however often it is told). Refuses what `decideAdmission` does, and bank_does_not_answer.
 */
export function admitMerchant(world: World, ask: Ask, merchant_id: string) {
  return answerOnce(world, ask, {
    reads: () => ({ merchants: readMerchants(sql`m.id = ${merchant_id}`) }),
    call: async ({ rows, now, city, kit }) => {
      const merchant = rows.merchants[0] ?? refuse('merchant_not_found')
      if (merchant.admitted_at !== null) refuse('merchant_already_admitted')
      const today = localDate(now)
      checkPapers({ ...merchant, today })
      const account_no = await openSettlementAccount(kit, {
        merchant_id: merchant.id,
        sealed: merchant.settlement_account_no,
      })
      const asked = world.bank.verifyAccount({ account_no, holder: merchant.name })
      const { matches } = await outsideAnswer(asked, UNSURE)
      const sector_groups = sectorGroups(city, merchant.sector, today)
      decideAdmission({ ...merchant, sector_groups, settlement_verified: matches, today })
      const opening = world.bank.openCustodyAccount({
        instruction_id: bareId(merchant.id),
        merchant_id: merchant.id,
        holder: merchant.name,
      })
      return outsideAnswer(opening, { silence: 'bank_does_not_answer' })
    },
    decide: ({ rows, now, kit, called: { account_no } }) => {
      const merchant = rows.merchants[0] ?? refuse('merchant_not_found')
      const admitted: MerchantRow = {
        ...merchant,
        admitted_at: now,
        custody_account_no: account_no,
      }
      return {
        status: 200,
        subject_id: merchant.id,
        body: forOperator(admitted, merchant),
        statements: [
          admitStatement(merchant, account_no, now),
          tellOfMerchant(kit, 'merchant.admitted', merchant_id, now),
        ],
      }
    },
  })
}

type HoldRequest = { merchant_id: string; reason: string }

/**
 * Stops new sales with a reason; cards keep working (消保法实施条例 §22 ¶3). A shop that is held already stays held
 * since then, for the new reason. Refuses `merchant_not_found`, also outside the jurisdiction.
 */
export const holdSales = (world: World, ask: Ask, request: HoldRequest) =>
  changeHold(world, ask, request.merchant_id, 'merchant.sales_held', (merchant, now) => ({
    ...merchant,
    sales_held_at: merchant.sales_held_at ?? now,
    sales_held_reason: request.reason,
    ...NOBODY_LIFTS,
  }))
const NOBODY_LIFTS = { sales_lift_by: null, sales_lift_at: null, sales_lift_reason: null }

/** How long a request to lift a stop waits for another person. */
const LIFT_WAITS_MS = 7 * DAY_MS
/**
 * Lets sales go on, by two: whoever asks first says why, and another person (not another id) who asks as well does it. A new
 * stop voids what was asked. Refuses `merchant_not_found`, `sales_not_on_hold`, `checker_must_not_be_maker`.
 */
export const liftSalesHold = (world: World, ask: Ask, request: HoldRequest) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      merchants: readMerchants(sql`m.id = ${request.merchant_id} AND ${mayReadMerchant(who)}`),
      same: readSamePerson(
        who,
        sql`(SELECT sales_lift_by FROM merchants WHERE id = ${request.merchant_id})`,
      ),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const row = rows.merchants[0] ?? refuse('merchant_not_found')
      if (row.sales_held_at === null) refuse('sales_not_on_hold')
      const asked_at = row.sales_lift_at
      const waits = asked_at !== null && now < plusMs(asked_at, LIFT_WAITS_MS)
      if (waits && isSamePerson(rows.same)) refuse('checker_must_not_be_maker')
      const merchant = waits
        ? {
            ...row,
            sales_held_at: null,
            sales_held_reason: null,
            sales_lifted_at: now,
            sales_lifted_reason: row.sales_lift_reason,
            sales_lifted_by: actor.id,
            ...NOBODY_LIFTS,
          }
        : { ...row, sales_lift_by: actor.id, sales_lift_at: now, sales_lift_reason: request.reason }
      const told = tellOfMerchant(kit, 'merchant.sales_lifted', row.id, now)
      return {
        status: 200,
        subject_id: row.id,
        body: seenBy(actor, merchant, row),
        statements: [updateSalesHold(merchant), ...(waits ? [told] : [])],
      }
    },
  })

const seenBy = ({ kind }: Actor, merchant: MerchantRow, row: MerchantDetailRow) =>
  kind === 'regulator' ? forRegulator(merchant, row) : forOperator(merchant, row)

type Change = (merchant: MerchantRow, now: Instant) => MerchantRow
type MerchantEvent = 'merchant.admitted' | 'merchant.sales_held' | 'merchant.sales_lifted'
function changeHold(
  world: World,
  ask: Ask,
  merchant_id: string,
  type: MerchantEvent,
  change: Change,
) {
  return answerOnce(world, ask, {
    reads: (who) => ({
      merchants: readMerchants(sql`m.id = ${merchant_id} AND ${mayReadMerchant(who)}`),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const row = rows.merchants[0] ?? refuse('merchant_not_found')
      const merchant = change(row, now)
      return {
        status: 200,
        subject_id: merchant_id,
        body: seenBy(actor, merchant, row),
        statements: [updateSalesHold(merchant), tellOfMerchant(kit, type, merchant_id, now)],
      }
    },
  })
}

/** What happened to a shop, told to it and to its supervisors; why is in the shop's own record. */
const tellOfMerchant = (kit: Kit, type: MerchantEvent, merchant_id: string, now: Instant) =>
  emit(kit, {
    type,
    subject_id: merchant_id,
    merchant_id,
    consumer_id: null,
    data: { merchant_id },
    at: now,
  })

/** Eight characters without look-alikes, for a sticker on the wall: 32^8 of them. */
function shopCode(kit: Kit): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  return Array.from(kit.random(8), (byte) => alphabet[byte & 31]).join('')
}
