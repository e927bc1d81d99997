import { type SealedColumn, type SealedRow, sql } from '../platform/d1'
import { CONTENT, COPY_NO, NAME, place } from './sealed'

/** Names of those whom heirs and guardians stand for, and the papers that were brought. */
export const MANDATE_SEALS: readonly SealedColumn[] = [
  {
    name: 'mandates.name_sealed',
    purpose: NAME,
    placeOf: (id) => place(NAME, id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, name_sealed AS sealed FROM mandates
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE mandates SET name_sealed = ${after}, version = version + 1
          WHERE id = ${id} AND name_sealed = ${before}`,
  },
  {
    name: 'mandate_papers.copy_no_sealed',
    purpose: COPY_NO,
    placeOf: (id) => place(COPY_NO, id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, copy_no_sealed AS sealed FROM mandate_papers
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE mandate_papers SET copy_no_sealed = ${after}
          WHERE id = ${id} AND copy_no_sealed = ${before}`,
  },
  {
    name: 'mandate_papers.content_sealed',
    purpose: CONTENT,
    // Up to 730,000 characters each: one is as much as a batch carries well.
    page: 1,
    placeOf: (id) => place(CONTENT, id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, content_sealed AS sealed FROM mandate_papers
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE mandate_papers SET content_sealed = ${after}
          WHERE id = ${id} AND substr(content_sealed, 1, 200) = ${before.slice(0, 200)}`,
  },
]
