import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { asMessage, type Sentence, sentence } from '../kernel/sentence'
import { counts, type DepositDetailRow, waitsForAgreement } from './deposit-rules'

export const DepositId = z.string().regex(idPattern('dep'))
export const DepositView = z
  .strictObject({
    id: DepositId,
    object: z.literal('deposit'),
    merchant_id: z.string().regex(idPattern('mch')),
    amount_fen: z.int(),
    state: z.enum(['created', 'agreed', 'received', 'refused']).meta({
      description: '已登记、已复核（正在记入）、已记入专户；没有同意的作废',
    }),
    counts: z.boolean().meta({ description: '算不算数：两个人同意，而且银行对账单上有这一笔' }),
    is_waiting: z.boolean().meta({ description: '还等第二个人复核' }),
    is_own: z.boolean().meta({ description: '是不是您自己登记的；自己不能复核' }),
    typed_by: z.string(),
    decided_by: z.string().nullable(),
    note: z.string().nullable(),
    created_at: z.string(),
    decided_at: z.string().nullable(),
    received_at: z.string().nullable(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({
    id: 'Deposit',
    description: '店家的保证金：一人登记、另一人复核、对账单证实后才算数；店家终止时先抵预支',
  })

export const presentDeposit = (d: DepositDetailRow): z.input<typeof DepositView> => ({
  id: d.id,
  object: 'deposit',
  merchant_id: d.merchant_id,
  amount_fen: d.amount_fen,
  state: d.state,
  counts: counts(d),
  is_waiting: waitsForAgreement(d),
  is_own: d.is_own === 1,
  typed_by: d.typed_by_name,
  decided_by: d.decided_by_name,
  note: d.note,
  created_at: d.created_at,
  decided_at: d.decided_at,
  received_at: d.received_at,
  ...asMessage(depositSentence(d)),
})

function depositSentence(d: DepositDetailRow): Sentence {
  if (d.state === 'refused')
    return sentence('没有同意，已作废；没有动钱', 'Not agreed and void; no money moved')
  if (waitsForAgreement(d))
    return sentence(
      '已登记，等银行的另一个人复核；复核前不算数',
      'Entered; another person of the bank is to agree, and until then it does not count',
    )
  if (d.state === 'agreed')
    return sentence(
      '已复核，正在记入店家的专户；记入前不算数',
      'Agreed, being booked into the shop’s custody; until then it does not count',
    )
  return counts(d)
    ? sentence('算数：对账单上有这一笔', 'It counts: the statement shows it')
    : sentence(
        '已记入专户，等对账单证实；证实前不算数',
        'Booked into custody; it counts once the statement shows it',
      )
}
