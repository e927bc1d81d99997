import { type Body, list, text, type Visit } from '../door'

const PAGES_MAX = 10
/** Reads a list from its beginning, a hundred at a time. */
export async function wholeList(
  ask: Visit['ask'],
  operationId: string,
  query: object = {},
  params: object = {},
): Promise<{ rows: Body[]; more: boolean }> {
  const rows: Body[] = []
  let cursor: string | undefined
  for (let i = 0; i < PAGES_MAX; i++) {
    const asked = { ...query, limit: '100', ...(cursor ? { cursor } : {}) }
    const answer = await ask(operationId, { params, query: asked })
    rows.push(...list(answer.data))
    if (answer.has_more !== true) return { rows, more: false }
    cursor = text(answer, 'next_cursor')
  }
  return { rows, more: true }
}
