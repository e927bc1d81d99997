// D1's wire protocol over a Durable Object's SQLite: what the D1 binding of plain workerd talks to.
// One transaction per call, WAL and synchronous=FULL (workerd's own settings).
import { DurableObject } from 'cloudflare:workers'

export class Database extends DurableObject {
  async fetch(request) {
    const url = new URL(request.url)
    const { sql } = this.ctx.storage
    if (url.pathname === '/setup') {
      for (const text of await request.json()) sql.exec(text)
      return new Response('ok')
    }
    const asRows = url.searchParams.get('resultsFormat') === 'ROWS_AND_COLUMNS'
    const asked = await request.json()
    const queries = Array.isArray(asked) ? asked : [asked]
    try {
      return Response.json(this.ctx.storage.transactionSync(() => queries.map((query) => answer(sql, query, asRows))))
    } catch (error) {
      return Response.json({ success: false, error: error.message }, { status: 500 })
    }
  }
}

function answer(sql, query, asRows) {
  const cursor = sql.exec(query.sql, ...(query.params ?? []))
  const rows = [...cursor.raw()]
  const columns = cursor.columnNames
  const results = asRows
    ? { columns, rows }
    : rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])))
  const meta = {
    duration: 0, changes: 0, last_row_id: 0, size_after: 0, changed_db: cursor.rowsWritten > 0,
    rows_read: cursor.rowsRead, rows_written: cursor.rowsWritten,
  }
  return { success: true, results, meta }
}

export default {
  fetch: (request, env) => env.DATABASES.get(env.DATABASES.idFromName('city')).fetch(request),
}
