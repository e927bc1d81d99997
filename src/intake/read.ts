import { readCsv } from '../csv/read'
import { readCamt053 } from '../iso20022/camt053'
import { FILE_LIMITS } from '../statements/bytes'
import { joinPages } from '../statements/pages'
import type { BankStatement, Reading } from '../statements/statement'

/**
 * Reads a bank statement file of any known format: what begins with `<` is XML and must be camt.053,
 * anything else must be our CSV. The file's name and its declared type are not asked: both are hearsay.
 */
export function readStatements(bytes: Uint8Array, limits = FILE_LIMITS): Reading {
  return beginsAsXml(bytes) ? readCamt053(bytes, limits) : readCsv(bytes, limits)
}

/** Joins pages that came in different files; checks each statement whose pages are now complete. */
export function joinStatements(statements: BankStatement[]): Reading {
  return joinPages(
    statements.map((statement) => ({
      statement,
      place: { line: null, pointer: `/${statement.statement_id}/${statement.pages.first}` },
    })),
  )
}

function beginsAsXml(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 64))
  return /^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?[\s\0]*</.test(head)
}
