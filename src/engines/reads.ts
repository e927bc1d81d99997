const known = new Map<string, boolean>()

/**
 * Whether a statement only reads, so that its batch need not keep writers away. Anything that could write is taken
 * for a write, a SELECT under WITH that speaks of deleting included: that costs a lock and no more.
 */
export function onlyReads(text: string): boolean {
  const earlier = known.get(text)
  if (earlier !== undefined) return earlier
  const reads =
    /^\s*SELECT\b/i.test(text) ||
    (/^\s*WITH\b/i.test(text) && !/\b(?:INSERT|UPDATE|DELETE|REPLACE\s+INTO)\b/i.test(text))
  known.set(text, reads)
  return reads
}
