const PAGES_MAX = 10
type Page<R> = { data: readonly R[]; has_more: boolean; next_cursor: string | null }
/** Reads a list from its beginning, a hundred at a time. */
export async function wholeList<R>(
  read: (query: { limit: string; cursor?: string }) => Promise<Page<R>>,
): Promise<{ rows: R[]; more: boolean }> {
  const rows: R[] = []
  let cursor: string | null = null
  for (let i = 0; i < PAGES_MAX; i++) {
    const answer = await read({ limit: '100', ...(cursor ? { cursor } : {}) })
    rows.push(...answer.data)
    if (!answer.has_more) return { rows, more: false }
    cursor = answer.next_cursor
  }
  return { rows, more: true }
}
