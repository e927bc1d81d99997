import type { AccountFault, BankPort } from '../environment/ports'
import { fen } from '../kernel/money'
import { type Instant, instantAt } from '../kernel/time'
import { type Db, sql, writeAndRead } from '../platform/d1'
import { withAnswers } from './bank-answers'
import { bookedBalance, creditCustody, queryEntry, takeFee } from './bank-books'
import { queryPayout, submitPayout } from './bank-payouts'
import { mockStatement } from './bank-statement'

/** How this bank's custody accounts begin; ten digits count up behind it. */
const BRANCH = '370510'

type AccountRow = { seq: number; merchant_id: string | null; holder: string }
/**
 * A bank with books of its own. It opens one custody account per instruction, however often it is told. A
 * settlement account belongs to whoever claims it, unless its number ends in 0000: that one is somebody
 * else's; 5555 was opened with another phone, 7777 is closed. What it was asked about is kept with the holder's name.
 */
export function mockBank(db: Db, now: () => Instant = () => instantAt(Date.now())): BankPort {
  return withAnswers(db, {
    name: 'mock',
    async openCustodyAccount({ instruction_id, merchant_id, holder }) {
      const opening = sql`INSERT INTO mock_bank_accounts (kind, instruction_id, merchant_id, holder, at)
            VALUES ('custody', ${instruction_id}, ${merchant_id}, ${holder}, ${now()})
            ON CONFLICT (instruction_id) DO NOTHING`
      const { opened } = await writeAndRead(db, [opening], {
        opened: sql<AccountRow>`SELECT seq, merchant_id, holder FROM mock_bank_accounts WHERE instruction_id = ${instruction_id}`,
      })
      const [account] = opened
      if (account?.merchant_id !== merchant_id || account.holder !== holder)
        throw new Error('bank: this instruction was given before, for another account')
      return { account_no: accountNo(account) }
    },
    async verifyAccount({ account_no, holder, phone }) {
      await db.batch([
        sql`INSERT INTO mock_bank_accounts (kind, account_no, holder, at)
            VALUES ('settlement', ${account_no}, ${holder}, ${now()})
            ON CONFLICT (account_no, holder) DO NOTHING`,
      ])
      if (account_no.endsWith('0000')) return { matches: false }
      const reason = phone === undefined ? undefined : FAULTS[account_no.slice(-4)]
      return reason === undefined ? { matches: true } : { matches: false, reason }
    },
    creditCustody: ({ custody_account_no, amount_fen, ...said }) =>
      creditCustody(db, {
        ...said,
        account_no: custody_account_no,
        amount_fen: fen(amount_fen),
        at: now(),
      }),
    takeFee: ({ custody_account_no, amount_fen, ...said }) =>
      takeFee(db, {
        ...said,
        account_no: custody_account_no,
        amount_fen: fen(amount_fen),
        at: now(),
      }),
    // Another account that this bank does not keep: for its own books it is the same debit as a fee.
    payProvider: ({ custody_account_no, amount_fen, ...said }) =>
      takeFee(db, {
        ...said,
        account_no: custody_account_no,
        amount_fen: fen(amount_fen),
        at: now(),
      }),
    submitPayout: (order) => submitPayout(db, order, now()),
    queryPayout: ({ instruction_id }) => queryPayout(db, instruction_id, now()),
    balanceOf: async ({ account_no }) => ({
      balance_fen: await bookedBalance(db, account_no),
      as_of: now(),
    }),
    queryEntry: ({ instruction_id }) => queryEntry(db, instruction_id),
    statement: ({ day }) => mockStatement(db, day, { now: now(), accountNo }),
  })
}

/** How a person's account is checked is written in its last digits. */
const FAULTS: Record<string, AccountFault> = { '5555': 'phone', '7777': 'closed' }
const accountNo = ({ seq }: { seq: number }): string => BRANCH + String(seq).padStart(10, '0')
