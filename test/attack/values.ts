import * as fc from 'fast-check'
import type { JsonSchema } from '../../src/contract/shapes'
import type { Chance } from '../../src/demo/client'
import { licenceNo } from '../../src/demo/shops'
import { ulids } from '../../src/kernel/ids'
import type { Operation } from '../../src/platform/http'
import { idPrefix, inputShape, PARTS, type RequestParts, resolved } from './shapes'

/** What a value is made from: chance, and ids that were met before. */
export type Making = {
  chance: Chance
  /** An id of that kind, or none known. */
  idOf: (prefix: string) => string | null
  now: string
  /** Values that only this town knows, by operation and field: a pay code, a contract's hash. */
  known: Readonly<Record<string, unknown>>
}
const PIN = '739205'

/** A request that the document allows, with ids that exist; what the document cannot say is in `KNOWN`. */
export function validRequest(op: Operation, making: Making): RequestParts {
  const said: RequestParts = { params: {}, query: {} }
  for (const part of PARTS) {
    const shape = inputShape(op, part)
    if (shape === null) continue
    const value = valueFor(shape, part, making, op.operationId)
    if (part === 'body') said.body = value
    else said[part] = value as Record<string, unknown>
  }
  return said
}

const day = (making: Making, days: number): string =>
  new Date(Date.parse(making.now) + days * 86_400_000).toISOString().slice(0, 10)
/** Fields by name, where a schema cannot say what makes sense; by operation and name where it depends. */
const KNOWN: Record<string, (making: Making) => unknown> = {
  phone: ({ chance }) => `139${String(10_000_000 + chance.below(89_999_999))}`,
  to_phone: ({ chance }) => `139${String(10_000_000 + chance.below(89_999_999))}`,
  licence_no: ({ chance }) => licenceNo(5_000 + chance.below(90_000)),
  pin: () => PIN,
  code: () => '123456',
  closes_on: (making) => day(making, 40),
  from_on: (making) => day(making, 35),
  ends_on: (making) => day(making, 200),
  from: (making) => day(making, -2),
  to: (making) => day(making, 0),
  starts_at: (making) => new Date(Date.parse(making.now) + 7_200_000).toISOString(),
  url: ({ chance }) => `https://hook${chance.below(1e6)}.weihai-shop.cn/in`,
  types: () => ['*'],
  district: () => 'huancui',
  sector: () => 'bakery',
  districts: () => ['huancui'],
  reason: () => '顾客说明了情况',
  note: () => '看过记录，没有异议',
  name: () => '望海楼',
  nickname: () => '渔家灯火',
  phone_tail: () => '0001',
  account_no: () => '6217000012345678901',
  settlement_account_no: () => '6217000012345678901',
  quarter: () => '2026Q1',
  contract_accepted: () => true,
  cursor: () => undefined,
}

function valueFor(schema: JsonSchema, name: string, making: Making, of: string): unknown {
  const shape = resolved(schema)
  const known = KNOWN[name]
  const prefix = idPrefix(shape)
  if (`${of}.${name}` in making.known) return making.known[`${of}.${name}`]
  if (prefix !== null) return making.idOf(prefix) ?? missingId(prefix)
  if (known && !shape.enum && !shape.const && !shape.properties) return known(making)
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return pick(making.chance, shape.enum)
  const branches = shape.oneOf ?? shape.anyOf
  if (branches && !shape.properties)
    return valueFor(pick(making.chance, branches), name, making, of)
  if (shape.allOf && !shape.properties)
    return Object.assign({}, ...shape.allOf.map((one) => valueFor(one, name, making, of)))
  return plainValue(shape, name, making, of)
}

function plainValue(shape: JsonSchema, name: string, making: Making, of: string): unknown {
  const { chance } = making
  const type = Array.isArray(shape.type) ? pick(chance, shape.type) : shape.type
  if (type === 'object') return objectOf(shape, making, of)
  if (type === 'array') {
    const least = Number(shape.minItems ?? 0)
    const most = Math.min(Number(shape.maxItems ?? 3), least + 2)
    const length = least + chance.below(most - least + 1)
    const items = shape.items === false || shape.items === undefined ? {} : shape.items
    return Array.from({ length }, () => valueFor(items, name, making, of))
  }
  if (type === 'integer' || type === 'number') return numberIn(shape, chance)
  if (type === 'boolean') return chance.percent(50)
  if (type === 'null') return null
  return textOf(shape, making)
}

function objectOf(shape: JsonSchema, making: Making, of: string): object {
  const chosen = shape.oneOf ? resolved(pick(making.chance, shape.oneOf)) : {}
  const required = new Set([...(shape.required ?? []), ...(chosen.required ?? [])])
  const unchosen = (shape.oneOf ?? [])
    .flatMap((one) => resolved(one).required ?? [])
    .filter((name) => !required.has(name))
  const entries = Object.entries({ ...shape.properties, ...chosen.properties })
    .filter(([name]) => !unchosen.includes(name))
    .filter(([name]) => required.has(name) || making.chance.percent(30))
    .map(([name, field]) => [name, valueFor(field, name, making, of)])
    .filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries)
}

function numberIn(shape: JsonSchema, chance: Chance): number {
  const least = Number(shape.minimum ?? shape.exclusiveMinimum ?? 0)
  const most = Number(shape.maximum ?? Math.max(least, 1000))
  const span = Math.min(most - least, 10_000)
  return chance.percent(20) ? most : least + chance.below(Math.max(1, Math.floor(span) + 1))
}

const TEXTS = new Map<string, string[]>()
function textOf(shape: JsonSchema, { chance, now }: Making): string {
  if (shape.format === 'date') return now.slice(0, 10)
  if (shape.format === 'date-time') return now
  if (shape.pattern) {
    const { pattern } = shape
    const made =
      TEXTS.get(pattern) ??
      fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 24, seed: 7 })
    TEXTS.set(pattern, made)
    return pick(chance, made)
  }
  const least = Number(shape.minLength ?? 1)
  const most = Number(shape.maxLength ?? least + 40)
  const words = '海边的面包房每天早上六点开门，周一休息。'
  const length = Math.min(most, Math.max(least, 4 + chance.below(12)))
  return Array.from({ length }, (_, i) => words[(i + least) % words.length]).join('')
}

export const pick = <T>(chance: Chance, all: readonly T[]): T => all[chance.below(all.length)] as T

const strangers = ulids(
  () => Date.parse('2026-03-03T00:00:00.000Z'),
  (bytes) => new Uint8Array(bytes).fill(21),
)
/** An id of the right form that nothing has. */
export const missingId = (prefix: string): string => strangers(prefix as 'crd')
