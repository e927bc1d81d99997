import { outsideAnswer } from '../environment/unanswered'
import { keyedAsk } from '../identity/asks'
import { readStaff } from '../identity/store'
import { refuse } from '../kernel/refusals'
import { DAY_MS, type Instant, plusMs } from '../kernel/time'
import {
  openSettlementAccount,
  payToStatement,
  sealSettlementAccount,
  UNSURE,
} from '../merchants/settlement-account'
import { tellStatements } from '../passkeys/notices'
import type { Ask } from '../platform/act'
import { all, type IdRow, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import {
  type AccountRow,
  applyChangeStatement,
  type ChangeDetailRow,
  type ChangeRow,
  decideChangeStatement,
  IS_OPEN,
  insertChange,
  readAccount,
  readChanges,
  readOwners,
} from './store'
import { presentAccount, presentChange } from './views'

/** Between asking for another account and the first payout to it: time in which every owner has been told. */
const WAIT_MS = DAY_MS
const JOB = 'applyAccountChanges'

/**
 * Asks that a shop be paid to another account, once the bank has confirmed that it is the licence holder's (法释〔2025〕
 * 4号 §4, as at admission): it waits for another person and a day, and replaces what waited before. The same account
 * again is a fresh check of it, and counts at once.
 */
export async function changeSettlementAccount(world: World, ask: Ask, account_no: string) {
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      merchants: readAccount(who.merchant_id),
      open: readChanges(who, IS_OPEN),
      owners: readOwners(who.merchant_id),
      me: readStaff(sql`id = ${who.subject_id}`),
    }),
    call: async ({ rows }) => {
      const merchant = rows.merchants[0] ?? refuse('merchant_not_found')
      if (merchant.admitted_at === null) refuse('merchant_not_yet_admitted')
      const asked = world.bank.verifyAccount({ account_no, holder: merchant.name })
      const { matches } = await outsideAnswer(asked, UNSURE)
      if (!matches) refuse('settlement_account_not_verified')
    },
    decide: async ({ actor, rows, now, kit }) => {
      const merchant = rows.merchants[0] ?? refuse('merchant_not_found')
      const [open] = rows.open
      const replaced = open
        ? [decideChangeStatement(open.id, { state: 'refused', by: actor.id, at: now })]
        : []
      const sealed_now = { merchant_id: merchant.id, sealed: merchant.settlement_account_no }
      if ((await openSettlementAccount(kit, sealed_now)) === account_no)
        return checkedAnew(merchant, replaced, now)

      const sealed = await sealSettlementAccount(kit, { merchant_id: merchant.id, account_no })
      const row: ChangeDetailRow = {
        id: kit.newId('sac'),
        merchant_id: merchant.id,
        account_no: sealed.settlement_account_no,
        mask: sealed.settlement_account_mask,
        asked_by: actor.id,
        asked_at: now,
        usable_from: plusMs(now, WAIT_MS),
        state: 'waiting',
        decided_by: null,
        decided_at: null,
        applied_at: null,
        merchant_name: merchant.name,
        current_mask: merchant.settlement_account_mask,
        asked_by_name: rows.me[0]?.name ?? '',
        is_own: 1,
      }
      const text = `${row.asked_by_name}要把${merchant.name}的结算账户换成${row.mask}：要另一个人同意，满 24 小时才生效。不对请马上拒绝`
      return {
        status: 200,
        subject_id: merchant.id,
        body: presentAccount(merchant, row),
        statements: [
          ...replaced,
          insertChange(row),
          ...tellStatements(kit, { to: rows.owners.map(({ id }) => id), text, at: now }),
        ],
      }
    },
  })
}

function checkedAnew(merchant: AccountRow, replaced: Statement[], now: Instant) {
  const after: AccountRow = {
    ...merchant,
    settlement_account_version: merchant.settlement_account_version + 1,
    settlement_account_verified_at: now,
  }
  return {
    status: 200,
    subject_id: merchant.id,
    body: presentAccount(after, undefined),
    statements: [...replaced, payToStatement(after)],
  }
}

/** The account counts from now on, for later payouts; one that was sent stays where it went. */
const inForce = (merchant: AccountRow, change: ChangeRow, now: Instant): Statement[] => [
  applyChangeStatement(change.id, now),
  payToStatement({
    ...merchant,
    settlement_account_no: change.account_no,
    settlement_account_mask: change.mask,
    settlement_account_version: merchant.settlement_account_version + 1,
    settlement_account_verified_at: now,
  }),
]

/**
 * Another person agrees to an account, which counts a day after it was asked for; or says no, which every owner, the bank
 * and the platform may until it counts. Refuses account_change_not_found, account_change_not_open,
 * checker_must_not_be_maker.
 */
export const decideSettlementAccount = (
  world: World,
  ask: Ask,
  { id, agreed }: { id: string; agreed: boolean },
) =>
  answerOnce(world, ask, {
    reads: (who) => {
      const merchant_id = sql`(SELECT merchant_id FROM settlement_account_changes WHERE id = ${id})`
      return {
        changes: readChanges(who, sql`c.id = ${id}`),
        merchants: readAccount(merchant_id),
        owners: readOwners(merchant_id),
      }
    },
    decide: ({ actor, rows, now, kit }) => {
      const change = rows.changes[0] ?? refuse('account_change_not_found')
      const merchant = rows.merchants[0] ?? refuse('merchant_not_found')
      const is_open = change.state === 'waiting' || (change.state === 'agreed' && !agreed)
      if (!is_open) refuse('account_change_not_open')
      if (agreed && change.is_own === 1) refuse('checker_must_not_be_maker')

      const is_due = agreed && change.usable_from <= now
      const state = agreed ? ('agreed' as const) : ('refused' as const)
      const to = rows.owners.map((one) => one.id)
      const text = agreed
        ? `${change.merchant_name}换结算账户（${change.mask}）有人同意了，满 24 小时生效。不对请马上拒绝`
        : `${change.merchant_name}换结算账户（${change.mask}）没有同意，仍付到${change.current_mask}`
      return {
        status: 200,
        subject_id: change.merchant_id,
        body: presentChange({ ...change, state: is_due ? 'in_force' : state }),
        statements: [
          decideChangeStatement(id, { state, by: actor.id, at: now }),
          ...(is_due ? inForce(merchant, change, now) : []),
          ...tellStatements(kit, { to, text, at: now }),
        ],
      }
    },
  })

/** Accounts that were agreed to and have waited count from now on. At most `limit`; safe to run twice. */
export async function applyAccountChanges(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<IdRow>`SELECT c.id FROM settlement_account_changes c
         WHERE c.state = 'agreed' AND c.usable_from <= ${now} AND ${notSetAsideCondition(JOB, sql`c.id`, now)}
         ORDER BY c.usable_from, c.id LIMIT ${limit}`,
  )
  return eachDue(world, JOB, due, { id: ({ id }) => id, act: ({ id }) => applyOne(world, id) })
}

function applyOne(world: World, id: string) {
  const request = { operation: 'applyAccountChange', key: id, said: [id] }
  return jobAct(world, request, {
    reads: () => ({
      changes: sql<ChangeRow>`SELECT * FROM settlement_account_changes WHERE id = ${id}`,
      merchants: readAccount(
        sql`(SELECT merchant_id FROM settlement_account_changes WHERE id = ${id})`,
      ),
    }),
    decide: ({ rows, now }) => {
      const change = rows.changes[0] ?? refuse('account_change_not_found')
      const merchant = rows.merchants[0] ?? refuse('merchant_not_found')
      const is_due = change.state === 'agreed' && change.usable_from <= now
      return {
        status: 200,
        subject_id: change.merchant_id,
        body: {
          object: 'settlement_account_change',
          id,
          state: is_due ? 'in_force' : change.state,
        },
        statements: is_due ? inForce(merchant, change, now) : [],
      }
    },
  })
}
