import type { JsonSchema } from '../../src/contract/shapes'

type Book = { components?: { schemas?: Record<string, JsonSchema> } }

const FORMATS: Record<string, RegExp> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(\.\d+)?(z|[+-]\d\d:\d\d)$/i,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
}
const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
const isOfType = (value: unknown, type: string): boolean =>
  type === 'integer' ? Number.isInteger(value) : typeOf(value) === type
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * What of a value a JSON Schema (2020-12, as far as our document uses it) does not take; empty when it takes all of it.
 * An unknown keyword is no fault here: the lint knows which there may be.
 */
export function valueFaults(book: Book, schema: JsonSchema, value: unknown, at = ''): string[] {
  if (schema.$ref !== undefined) {
    const target = book.components?.schemas?.[schema.$ref.split('/').pop() ?? '']
    return target ? valueFaults(book, target, value, at) : [`${at}: ${schema.$ref} leads nowhere`]
  }
  const types = [schema.type ?? []].flat()
  if (types.length > 0 && !types.some((type) => isOfType(value, type)))
    return [`${at}: ${typeOf(value)} is no ${types.join(' or ')}`]
  return [
    ...plainFaults(schema, value).map((fault) => `${at}: ${fault}`),
    ...choiceFaults(book, schema, value, at),
    ...(Array.isArray(value) ? listFaults(book, schema, value, at) : []),
    ...(typeOf(value) === 'object' ? objectFaults(book, schema, value as object, at) : []),
  ]
}

function plainFaults(schema: JsonSchema, value: unknown): string[] {
  const faults: string[] = []
  const say = (holds: boolean, fault: string) => void (holds ? faults.push(fault) : 0)
  say('const' in schema && !same(schema.const, value), `is not ${JSON.stringify(schema.const)}`)
  say(!!schema.enum && !schema.enum.some((one) => same(one, value)), 'is none of the enum')
  if (typeof value === 'number') {
    say(value < Number(schema.minimum ?? value), `is below ${schema.minimum}`)
    say(value > Number(schema.maximum ?? value), `is above ${schema.maximum}`)
  }
  if (typeof value === 'string') {
    const length = [...value].length
    say(length < Number(schema.minLength ?? 0), `is shorter than ${schema.minLength}`)
    say(length > Number(schema.maxLength ?? length), `is longer than ${schema.maxLength}`)
    say(!new RegExp(schema.pattern ?? '', 'u').test(value), `does not match ${schema.pattern}`)
    say(!(FORMATS[schema.format ?? ''] ?? /(?:)/).test(value), `is no ${schema.format}`)
  }
  return faults
}

function choiceFaults(book: Book, schema: JsonSchema, value: unknown, at: string): string[] {
  const fits = (options: JsonSchema[] = []) =>
    options.filter((option) => valueFaults(book, option, value, at).length === 0).length
  return [
    ...(schema.allOf ?? []).flatMap((part) => valueFaults(book, part, value, at)),
    ...(schema.not && fits([schema.not as JsonSchema]) > 0 ? [`${at}: fits what it must not`] : []),
    ...(schema.anyOf && fits(schema.anyOf) === 0 ? [`${at}: fits no choice`] : []),
    ...(schema.oneOf && fits(schema.oneOf) !== 1
      ? [`${at}: fits ${fits(schema.oneOf)} choices`]
      : []),
  ]
}

function listFaults(book: Book, schema: JsonSchema, value: unknown[], at: string): string[] {
  const { items, minItems = 0, maxItems = value.length } = schema
  return [
    ...(value.length < Number(minItems) ? [`${at}: has fewer than ${minItems}`] : []),
    ...(value.length > Number(maxItems) ? [`${at}: has more than ${maxItems}`] : []),
    ...value.flatMap((one, i) => (items ? valueFaults(book, items, one, `${at}/${i}`) : [])),
  ]
}

function objectFaults(book: Book, schema: JsonSchema, value: object, at: string): string[] {
  const { properties = {}, required = [], additionalProperties: more } = schema
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}: lacks ${name}`)
  const inner = Object.entries(value).flatMap(([name, one]) => {
    const of = properties[name] ?? (typeof more === 'object' ? more : undefined)
    if (of) return valueFaults(book, of, one, `${at}/${name}`)
    return more === false ? [`${at}: has ${name}, which is not in the contract`] : []
  })
  const wanted = Object.entries((schema.dependentRequired ?? {}) as Record<string, string[]>)
  const alone = wanted.flatMap(([name, others]) =>
    others
      .filter((other) => name in value && !(other in value))
      .map((other) => `${at}: has ${name} without ${other}`),
  )
  return [...missing, ...alone, ...inner]
}
