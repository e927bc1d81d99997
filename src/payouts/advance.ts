import * as z from 'zod'
import { emit } from '../events/emit'
import { idPattern } from '../kernel/ids'
import { fen, yuan } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { asMessage, type Sentence, sentence } from '../kernel/sentence'
import { type Instant, localDate } from '../kernel/time'
import { post } from '../ledger/book'
import { advanceAccount, payableAccount } from '../ledger/chart'
import type { Ask } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { advanceCeiling, decideAdvance, termsOn } from './advance-rules'
import { readTill, type TillRow } from './store'
import { MerchantId } from './views'

export const AdvanceView = z
  .strictObject({
    id: z.string().regex(idPattern('adv')),
    object: z.literal('advance'),
    merchant_id: MerchantId,
    amount_fen: z.int().positive(),
    outstanding_fen: z.int(),
    ceiling_fen: z.int(),
    level: z.string(),
    granted_at: z.string(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'Advance', description: '一次预支：还没有用掉的钱先放一部分给店家，覆盖率随之降低' })
export const AdvancePosition = z
  .strictObject({
    object: z.literal('advance_position'),
    merchant_id: MerchantId,
    level: z.string(),
    outstanding_fen: z.int(),
    ceiling_fen: z.int(),
    available_fen: z.int(),
    repay_bp: z.int().meta({ description: '每次出款先还多少，万分数' }),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'AdvancePosition', description: '预支：已预支多少，最多多少，怎么还' })

/**
 * Releases money to a shop before it is earned, into what is payable to it; its next payout carries it. What is out
 * lowers the protection rate that everybody sees. Refuses what `decideAdvance` does.
 */
export function grantAdvance(world: World, ask: Ask, amount_fen: number) {
  return answerOnce(world, ask, {
    reads: (who) => ({ till: readTill(who.merchant_id, localDate(world.now())) }),
    decide: ({ actor, rows, now, kit }) => {
      const till = rows.till[0] ?? refuse('merchant_not_found')
      const decided = decideAdvance(amount_fen, till, termsOn(localDate(now)))
      const advance = {
        id: kit.newId('adv'),
        merchant_id: till.id,
        amount_fen,
        outstanding_fen: decided.outstanding_fen,
        ceiling_fen: decided.ceiling_fen,
        level: till.level,
        granted_at: now,
      }
      return {
        status: 201,
        subject_id: advance.id,
        body: {
          ...advance,
          object: 'advance',
          ...asMessage(grantedSentence(amount_fen, decided.outstanding_fen)),
        },
        statements: granted(kit, { ...advance, owed_fen: till.owed_fen, by: actor.id }),
      }
    },
  })
}

type Granted = {
  id: string
  merchant_id: string
  amount_fen: number
  outstanding_fen: number
  ceiling_fen: number
  level: string
  granted_at: Instant
  owed_fen: number
  by: string
}
function granted(kit: Kit, a: Granted): Statement[] {
  const { id, merchant_id, amount_fen, granted_at } = a
  return [
    ...post(kit, {
      from: advanceAccount(merchant_id),
      to: payableAccount(merchant_id),
      amount_fen: fen(amount_fen),
      reason: 'advance_granted',
      subject_id: id,
      event_at: granted_at,
    }),
    sql`INSERT INTO advances (id, merchant_id, amount_fen, level, owed_fen, outstanding_fen, ceiling_fen, granted_by,
                              granted_at)
        VALUES (${id}, ${merchant_id}, ${amount_fen}, ${a.level}, ${a.owed_fen}, ${a.outstanding_fen},
                ${a.ceiling_fen}, ${a.by}, ${granted_at})`,
    emit(kit, {
      type: 'advance.granted',
      subject_id: id,
      merchant_id,
      consumer_id: null,
      data: { advance_id: id, amount_fen, outstanding_fen: a.outstanding_fen },
      at: granted_at,
    }),
  ]
}

export function presentPosition(till: TillRow, now: Instant): z.input<typeof AdvancePosition> {
  const terms = termsOn(localDate(now))
  const { ceiling_fen, available_fen } = advanceCeiling(till, terms)
  const { level, outstanding_fen } = till
  return {
    object: 'advance_position',
    merchant_id: till.id,
    level,
    outstanding_fen,
    ceiling_fen,
    available_fen,
    repay_bp: terms.repay_bp,
    ...asMessage(
      outstanding_fen === 0
        ? sentence(
            `没有预支。${level} 级现在最多可以预支 ${yuan(available_fen)}`,
            `Nothing advanced. Level ${level} may have up to ${yuan(available_fen)} now`,
          )
        : sentence(
            `已预支 ${yuan(outstanding_fen)}，还可以预支 ${yuan(available_fen)}。每次出款先还一部分，还清前覆盖率低于 100 %`,
            `${yuan(outstanding_fen)} advanced, ${yuan(available_fen)} more may be. Payouts repay it; till then coverage is under 100 %`,
          ),
    ),
  }
}

const grantedSentence = (amount_fen: number, outstanding_fen: number): Sentence =>
  sentence(
    `已预支 ${yuan(amount_fen)}，下一笔出款带走；共预支 ${yuan(outstanding_fen)}，覆盖率随之降低`,
    `${yuan(amount_fen)} advanced, paid out next; ${yuan(outstanding_fen)} in all, and coverage falls by it`,
  )
