import { refuse } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import type { BankStatement } from '../statements/statement'

/** The days a statement tells of; one without any day is of no day at all. */
export const statementDays = ({
  from_on,
  to_on,
}: BankStatement): { from_on: LocalDate; to_on: LocalDate } => {
  const day = to_on ?? from_on ?? '0000-00-00'
  return { from_on: from_on ?? day, to_on: day }
}

/** A statement that stands, as far as another telling of the same days is compared with it. */
export type Standing = {
  account_no: string
  statement_id: string
  from_on: LocalDate
  to_on: LocalDate
}
/**
 * Whether what somebody brings is told beside, or instead of, what the bank itself told of any day of an account. The
 * same number without a word of its being told anew is compared as it is written.
 */
export function competesWithBank(
  told: readonly BankStatement[],
  of: { own: readonly Standing[]; restates: boolean },
): boolean {
  const byAccount = Map.groupBy(of.own, ({ account_no }) => account_no)
  return told.some((statement) => {
    const { from_on, to_on } = statementDays(statement)
    return (byAccount.get(statement.account_no) ?? []).some(
      (own) =>
        own.from_on <= to_on &&
        from_on <= own.to_on &&
        (of.restates || own.statement_id !== statement.statement_id),
    )
  })
}

/** What somebody brought of days that the bank now tells itself: the bank's own word replaces it. */
export function outranked(
  told: readonly BankStatement[],
  brought: readonly Standing[],
): Standing[] {
  const byAccount = Map.groupBy(told, ({ account_no }) => account_no)
  return brought.filter((one) =>
    (byAccount.get(one.account_no) ?? []).some((statement) => {
      const { from_on, to_on } = statementDays(statement)
      return from_on <= one.from_on && one.to_on <= to_on
    }),
  )
}

/** A day that goes on has no booked statement yet: what is told of it is not the whole of it. Refuses bank_day_not_over. */
export function refuseUnfinished(told: readonly BankStatement[], today: LocalDate): void {
  const early = told.filter((statement) => statementDays(statement).to_on >= today)
  if (early.length === 0) return
  refuse('bank_day_not_over', {
    errors: early.slice(0, 200).map((statement) => ({
      pointer: `/${statement.account_no}/${statement.statement_id}`,
      code: 'day_not_over',
      detail: `这份对账单说到 ${statementDays(statement).to_on}，那天还没有过完`,
    })),
  })
}

/** Nothing happened on an account before it was opened. Refuses bank_statement_before_account. */
export function refuseTooEarly(
  told: readonly BankStatement[],
  opened_on: ReadonlyMap<string, LocalDate>,
): void {
  const early = told.flatMap((statement) => {
    const opened = opened_on.get(statement.account_no) ?? '0000-00-00'
    const { to_on } = statementDays(statement)
    const line = statement.lines.find(({ booked_on }) => booked_on !== null && booked_on < opened)
    return to_on < opened || line ? [{ statement, opened, line }] : []
  })
  if (early.length === 0) return
  refuse('bank_statement_before_account', {
    errors: early.slice(0, 200).map(({ statement, opened, line }) => ({
      pointer: `/${statement.account_no}/${statement.statement_id}`,
      code: 'before_account',
      detail: `${line ? `第 ${line.file_line} 行：` : ''}这个专户 ${opened} 才开户`,
    })),
  })
}
