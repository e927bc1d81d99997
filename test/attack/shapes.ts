import { operationInputs } from '../../src/contract/operations'
import { type JsonSchema, jsonShapes } from '../../src/contract/shapes'
import { OPERATIONS, type Operation } from '../../src/platform/http'

type Part = 'params' | 'query' | 'body'
export const PARTS: readonly Part[] = ['params', 'query', 'body']
/** What a request says, part by part; what is not there is not said. */
export type RequestParts = {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body?: unknown
}
/** A place in a request that names a thing by its id: `body`, `lot_ids`, of lots. */
export type Slot = { part: Part; name: string; prefix: string; is_list: boolean }

let book: ReturnType<typeof jsonShapes> | null = null
/** The document's own schemas: what a stranger who read it would send. */
export function inputShape(op: Operation, part: Part): JsonSchema | null {
  book ??= jsonShapes(Object.assign({}, ...OPERATIONS.map(operationInputs)), 'input')
  return op[part] ? resolved(book.roots[`${op.operationId} ${part}`] ?? {}) : null
}
export function resolved(schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.split('/').pop()
  return name === undefined ? schema : resolved(book?.named[name] ?? {})
}

const ID = /^\^([a-z]{3})_\[0-9A-HJKMNP-TV-Z\]\{26\}\$$/
/** The prefix of the id that a string must be, or null. */
export const idPrefix = ({ pattern }: JsonSchema): string | null =>
  (pattern === undefined ? null : ID.exec(pattern)?.[1]) ?? null

/** The ids a request may name, wherever they stand in it. */
export function idSlots(op: Operation): Slot[] {
  const slots: Slot[] = []
  for (const part of PARTS) {
    const shape = inputShape(op, part)
    for (const branch of shape ? [shape, ...(shape.oneOf ?? []), ...(shape.anyOf ?? [])] : [])
      for (const [name, of] of Object.entries(resolved(branch).properties ?? {})) {
        const field = resolved(of)
        const items = field.items ? resolved(field.items) : null
        const prefix = idPrefix(items ?? field)
        if (prefix !== null && !slots.some((one) => one.part === part && one.name === name))
          slots.push({ part, name, prefix, is_list: items !== null })
      }
  }
  return slots
}

/** The address with its names and its question filled in. */
export function filledPath(op: Operation, { params, query }: RequestParts): string {
  const path = op.path.replace(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(String(params[name] ?? 'x')),
  )
  const asked = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  ).toString()
  return asked === '' ? path : `${path}?${asked}`
}
