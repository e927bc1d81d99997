import { insist } from '../kernel/refusals'
import { checkBalance, controlSums, doubleFaults } from './checks'
import { FaultList, type Place } from './faults'
import type { BankLine, BankStatement, Reading } from './statement'

/** The pages of one statement, in any order, each with the place that a fault about it points to. */
export type Page = { statement: BankStatement; place: Place }

/**
 * Joins the pages of each statement (same account, same statement id), numbers their lines anew, and
 * checks the balance of every statement that is complete. One that begins after page 1 or ends before
 * the last page is given as it is (`is_complete` false) and unchecked: the missing pages may come in
 * another file, and joining them all again then checks the whole.
 */
export function joinPages(pages: Page[], faults = new FaultList()): Reading {
  const groups = new Map<string, Page[]>()
  for (const page of pages) {
    const key = `${page.statement.account_no}\n${page.statement.statement_id}`
    const group = groups.get(key)
    if (group) group.push(page)
    else groups.set(key, [page])
  }
  const statements = [...groups.values()].map((group) => joined(group, faults))
  if (faults.count > 0) return { ok: false, faults: faults.listed, fault_count: faults.count }
  return { ok: true, statements, warnings: doubleFaults(statements) }
}

function joined(group: Page[], faults: FaultList): BankStatement {
  const pages = group.toSorted((a, b) => a.statement.pages.first - b.statement.pages.first)
  checkOrder(pages, faults)
  const statements = pages.map((page) => page.statement)
  const [first, last] = [statements[0], statements.at(-1)]
  insist(first && last, 'a group of pages has a page')
  const lines = linesOf(statements)
  const whole: BankStatement = {
    ...first,
    to_on: last.to_on ?? first.to_on,
    closing_fen: last.closing_fen,
    available_fen: last.available_fen,
    pages: pagesOf(first, last),
    lines,
    sums: controlSums(lines),
  }
  const [page] = pages
  if (whole.pages.is_complete && page) checkBalance(whole, page.place, faults)
  return whole
}

function pagesOf({ pages: first }: BankStatement, { pages: last }: BankStatement) {
  const is_complete = first.first === 1 && last.is_last
  return { first: first.first, last: last.last, is_last: last.is_last, is_complete }
}

/** The lines of all pages, with line and entry numbers that go on from page to page. */
function linesOf(statements: BankStatement[]): BankLine[] {
  const lines: BankLine[] = []
  let entries = 0
  for (const statement of statements) {
    for (const line of statement.lines) {
      const entry_no = entries + line.entry_no
      lines.push({ ...line, line_no: lines.length + 1, entry_no })
    }
    entries = lines.at(-1)?.entry_no ?? 0
  }
  return lines
}

function checkOrder(pages: Page[], faults: FaultList): void {
  for (const [index, { statement, place }] of pages.entries()) {
    const before = pages[index - 1]?.statement
    if (before === undefined) continue
    if (statement.pages.first <= before.pages.last) faults.add(place, 'page_twice')
    else if (statement.pages.first > before.pages.last + 1) faults.add(place, 'page_missing')
    else if (before.pages.is_last) faults.add(place, 'page_twice')
  }
}
