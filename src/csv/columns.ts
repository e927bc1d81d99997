/**
 * The columns of our CSV, by field: the name we write first, then the others that are understood.
 * Names are compared without spaces and in lower case; the order of the columns is free.
 */
export const COLUMNS = {
  record: ['行别', 'record'],
  account_no: ['账号', 'account_no'],
  currency: ['币种', 'currency'],
  statement_id: ['对账单号', 'statement_id'],
  sequence: ['期号', 'sequence'],
  booked_on: ['记账日期', 'booked_on'],
  value_on: ['起息日期', 'value_on'],
  direction: ['借贷', '借贷标志', 'direction'],
  amount: ['金额', 'amount'],
  balance: ['余额', 'balance'],
  status: ['状态', 'status'],
  is_reversal: ['冲正', 'is_reversal'],
  bank_reference: ['银行流水号', '流水号', 'bank_reference'],
  instruction_id: ['指令号', 'instruction_id'],
  end_to_end_id: ['端到端号', 'end_to_end_id'],
  batch_id: ['批次号', 'batch_id'],
  batch_count: ['批次笔数', 'batch_count'],
  is_charge: ['银行收费', 'is_charge'],
  charges: ['手续费', 'charges'],
  charges_apart: ['另收手续费', 'charges_apart'],
  counterparty_name: ['对方户名', 'counterparty_name'],
  counterparty_account: ['对方账号', 'counterparty_account'],
  remittance: ['附言', '摘要', 'remittance'],
  kind: ['交易类型', 'kind'],
} as const
export type Column = keyof typeof COLUMNS

export const REQUIRED: Column[] = ['record', 'account_no', 'booked_on', 'direction', 'amount']

/** The words of cells that are a choice: the one we write first. */
export const RECORDS = {
  opening: ['期初', 'opening'],
  line: ['明细', 'line'],
  closing: ['期末', 'closing'],
} as const
/** 贷 is into the account, as the bank says it on a customer's statement (CRDT). */
export const DIRECTIONS = {
  in: ['贷', '收', 'in', 'crdt', 'c'],
  out: ['借', '付', 'out', 'dbit', 'd'],
} as const
export const STATUSES = {
  booked: ['已记账', 'booked', 'book'],
  pending: ['未记账', 'pending', 'pdng'],
  info: ['仅通知', 'info'],
} as const
export const ANSWERS = { yes: ['是', 'yes', 'true', '1'], no: ['否', 'no', 'false', '0'] } as const

/** Which choice a word stands for, whatever its case; null when it stands for none. */
export function choiceNamed<Choice extends string>(
  words: Record<Choice, readonly string[]>,
  word: string,
): Choice | null {
  const plain = word.replaceAll(' ', '').toLowerCase()
  for (const choice in words) if (words[choice].includes(plain)) return choice
  return null
}
