import canonicalize from 'canonicalize'

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * The canonical form of a value (RFC 8785): JSON without white space, keys in the order of their UTF-16 units, numbers
 * as ECMAScript spells them, absent fields left out. Whoever has the value can make it, in any language. Throws for
 * what has no such form: NaN, an infinity, half of a surrogate pair.
 */
export function canonical(value: Json): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('no canonical form')
  return text
}

/**
 * The form of before, in which hashes without a mark were made: every piece with its type and its length in UTF-16
 * units. It is kept to read what it sealed; nothing new is hashed in it. Numbers must be safe integers.
 */
export function canonicalBefore(value: Json): string {
  if (value === null) return 'z'
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (typeof value === 'string') return `s${value.length}:${value}`
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`no canonical form: ${value}`)
    return `i${value === 0 ? 0 : value};`
  }
  if (isList(value)) return `l${value.length}:${value.map(canonicalBefore).join('')}`
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
  const fields = keys.map((key) => canonicalBefore(key) + canonicalBefore(value[key] ?? null))
  return `o${keys.length}:${fields.join('')}`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
