import * as z from 'zod'
import { outsideAnswer } from '../environment/unanswered'
import { keyedAsk } from '../identity/asks'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct } from '../platform/http'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { MerchantId } from './views'

export const settlementAccountRoutes = newRouter()

const SEALED = 'merchants.settlement_account_no'
/** What is kept of an account: its number sealed for this merchant alone, and the last four digits to read. */
export async function sealSettlementAccount(
  kit: Kit,
  { merchant_id, account_no }: { merchant_id: string; account_no: string },
): Promise<{ settlement_account_no: string; settlement_account_mask: string }> {
  return {
    settlement_account_no: await kit.secrets.seal(SEALED, `${SEALED}|${merchant_id}`, account_no),
    settlement_account_mask: `尾号 ${account_no.slice(-4)}`,
  }
}
export const openSettlementAccount = (
  kit: Kit,
  { merchant_id, sealed }: { merchant_id: string; sealed: string },
): Promise<string> => kit.secrets.open(SEALED, `${SEALED}|${merchant_id}`, sealed)

const SettlementAccount = z
  .strictObject({
    object: z.literal('settlement_account'),
    merchant_id: MerchantId,
    settlement_account_mask: z.string(),
    settlement_account_version: z.int().positive(),
    verified_at: z.string(),
  })
  .meta({ id: 'SettlementAccount', description: '店家收款的结算账户，户名须与执照一致' })
export const changeSettlementAccountOperation = operation({
  method: 'post',
  path: '/v1/merchants/me/settlement-account',
  operationId: 'changeSettlementAccount',
  tags: ['merchants'],
  summary: '更换结算账户；银行核对户名后生效，只影响以后的出款',
  summary_en: 'Changes the settlement account; it counts once the bank has checked its name',
  description: '登记同一个账户就是请银行重新核对。已经发出的出款仍付到原账户，卖卡和核销不受影响。',
  policy: { owner: 'tenant' },
  body: z
    .strictObject({ settlement_account_no: z.string().regex(/^\d{12,19}$/) })
    .meta({ id: 'NewSettlementAccount' }),
  answers: { 200: { description: '已更换', schema: SettlementAccount } },
  refuses: [
    'merchant_not_yet_admitted',
    'settlement_account_not_verified',
    'merchant_changed_meanwhile',
    'request_in_flight',
    'bank_does_not_answer',
  ],
})
serveAct(settlementAccountRoutes, changeSettlementAccountOperation, (world, ask, { body }) =>
  changeSettlementAccount(world, ask, body.settlement_account_no),
)

/** An account that the bank has nothing to say of, and one it has closed. */
export const UNSURE = {
  silence: 'bank_does_not_answer',
  no: 'settlement_account_not_verified',
} as const

type AccountRow = {
  id: string
  name: string
  admitted_at: Instant | null
  settlement_account_version: number
  version: number
}
/**
 * Pays a shop to another account from its next payout on, once the bank has confirmed that the account is the
 * licence holder's (法释〔2025〕4号 §4, as at admission). The same account again is a fresh check of it.
 */
async function changeSettlementAccount(world: World, ask: Ask, account_no: string) {
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      merchants: sql<AccountRow>`SELECT id, name, admitted_at, settlement_account_version, version FROM merchants
           WHERE id = ${who.merchant_id}`,
    }),
    call: async ({ rows }) => {
      const merchant = rows.merchants[0] ?? refuse('merchant_not_found')
      if (merchant.admitted_at === null) refuse('merchant_not_yet_admitted')
      const asked = world.bank.verifyAccount({ account_no, holder: merchant.name })
      const { matches } = await outsideAnswer(asked, UNSURE)
      if (!matches) refuse('settlement_account_not_verified')
    },
    decide: async ({ rows, now, kit }) => {
      const merchant = rows.merchants[0] ?? refuse('merchant_not_found')
      const sealed = await sealSettlementAccount(kit, { merchant_id: merchant.id, account_no })
      const version = merchant.settlement_account_version + 1
      return {
        status: 200,
        subject_id: merchant.id,
        body: {
          object: 'settlement_account',
          merchant_id: merchant.id,
          settlement_account_mask: sealed.settlement_account_mask,
          settlement_account_version: version,
          verified_at: now,
        },
        statements: [
          sql`UPDATE merchants
                 SET settlement_account_no = ${sealed.settlement_account_no},
                     settlement_account_mask = ${sealed.settlement_account_mask},
                     settlement_account_version = ${version}, settlement_account_verified_at = ${now},
                     version = ${merchant.version + 1}
               WHERE id = ${merchant.id}`,
        ],
      }
    },
  })
}
