import { localDate } from '../../kernel/time'
import { sheetOf } from '../common/amended'
import { type Body, text, type Visit } from '../door'
import { rowsOf, type Seen } from './signals'

/** At most this many pages of a list are read for one page; what was left out is said on it. */
const PAGES_MAX = 10
export type Where = { district?: string; sector?: string }
export type Gathered = Seen & {
  /** Some list was longer than what was read. */
  more: boolean
  /** The newest closed day, or null before the first. */
  close: Body | null
}

/** Reads a list from its beginning, a hundred at a time. */
export async function wholeList(
  ask: Visit['ask'],
  operationId: string,
  query: object = {},
  params: object = {},
  pages_max = PAGES_MAX,
): Promise<{ rows: Body[]; more: boolean }> {
  const rows: Body[] = []
  let cursor: string | undefined
  for (let i = 0; i < pages_max; i++) {
    const asked = { ...query, limit: '100', ...(cursor ? { cursor } : {}) }
    const answer = await ask(operationId, { params, query: asked })
    rows.push(...rowsOf(answer))
    if (answer.has_more !== true) return { rows, more: false }
    cursor = text(answer, 'next_cursor')
  }
  return { rows, more: true }
}

/** Everything that can make a shop worth a visit, read side by side. */
export async function gather({ ask, c }: Visit, where: Where = {}): Promise<Gathered> {
  const [merchants, endings, breaks, refunds, holds, changes, covered] = await Promise.all([
    wholeList(ask, 'listMerchants', where),
    wholeList(ask, 'listEndings'),
    wholeList(ask, 'listBankBreaks', { state: 'standing' }),
    wholeList(ask, 'listRefunds', { status: 'contested' }),
    wholeList(ask, 'listHolds', { status: 'contested' }),
    wholeList(ask, 'listChanges'),
    newestCoverage(ask),
  ])
  const read = [merchants, endings, breaks, refunds, holds, changes, covered]
  return {
    today: localDate(c.var.world.now()),
    merchants: merchants.rows,
    endings: endings.rows,
    breaks: breaks.rows,
    refunds: refunds.rows,
    holds: holds.rows,
    changes: changes.rows,
    coverage: covered.rows,
    close: covered.close,
    more: read.some(({ more }) => more),
  }
}

async function newestCoverage(ask: Visit['ask']) {
  const close = rowsOf(await ask('listBankCloses', { query: { limit: '1' } }))[0]
  if (!close) return { rows: [], more: false, close: null }
  const day = text(close, 'day')
  return { ...(await wholeList(ask, 'listBankCoverage', {}, { day })), close: sheetOf(close) }
}

/** The same for one shop: every signal it gives, and its last thirty closed days. */
export async function gatherShop(
  { ask, c }: Visit,
  id: string,
): Promise<Gathered & { merchant: Body; days: Body[] }> {
  const own = (rows: readonly Body[]) => rows.filter((row) => row.merchant_id === id)
  const [merchant, endings, breaks, refunds, holds, changes, days] = await Promise.all([
    ask('readMerchant', { params: { id } }),
    ask('listEndings', { query: { merchant_id: id, limit: '20' } }),
    ask('listBankBreaks', { query: { merchant_id: id, state: 'standing', limit: '100' } }),
    wholeList(ask, 'listRefunds', { status: 'contested' }),
    wholeList(ask, 'listHolds', { status: 'contested' }),
    wholeList(ask, 'listChanges'),
    ask('listBankCoverageDays', { params: { id }, query: { limit: '30' } }),
  ])
  const covered = rowsOf(days)
  return {
    today: localDate(c.var.world.now()),
    merchant,
    merchants: [merchant],
    endings: rowsOf(endings),
    breaks: rowsOf(breaks),
    refunds: own(refunds.rows),
    holds: own(holds.rows),
    changes: own(changes.rows),
    coverage: covered.slice(0, 1),
    days: covered,
    close: covered[0] ?? null,
    more: refunds.more || holds.more || changes.more,
  }
}
