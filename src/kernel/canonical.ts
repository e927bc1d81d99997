export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * One spelling per value: every piece carries its type and its length in UTF-16 units, keys are sorted, and
 * absent fields are left out. No two different values share a spelling, whatever they contain (a joined
 * string such as `a|b` would). Numbers must be safe integers: money and counts have no other kind.
 */
export function canonical(value: Json): string {
  if (value === null) return 'z'
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (typeof value === 'string') return `s${value.length}:${value}`
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`no canonical form: ${value}`)
    return `i${value === 0 ? 0 : value};`
  }
  if (isList(value)) return `l${value.length}:${value.map(canonical).join('')}`
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
  return `o${keys.length}:${keys.map((key) => canonical(key) + canonical(value[key] ?? null)).join('')}`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
