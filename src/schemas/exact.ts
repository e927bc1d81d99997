import * as z from 'zod'

/** True only for a value that the schema takes as it stands, so that parsing it would only copy it. */
type Test = (value: unknown) => boolean

const tests = new WeakMap<z.core.$ZodType, Test>()

/**
 * Whether a value is exactly what a strict schema names: nothing missing, nothing more, nothing to convert. Workers
 * forbid the code generation that makes zod quick, so what is right already is told from the rest here, by tests
 * made once per schema. False means "ask zod": for anything wrong, and for schemas that do more than compare.
 */
export function isExactly<S extends z.ZodType>(schema: S, value: unknown): value is z.output<S> {
  const test = tests.get(schema) ?? testFor(schema)
  tests.set(schema, test)
  return test(value)
}

const ask: Test = () => false

function testFor(schema: z.core.$ZodType): Test {
  if (schema instanceof z.ZodString) return stringTest(schema)
  if (schema instanceof z.ZodISODateTime || schema instanceof z.ZodISODate) return dateTest(schema)
  if (schema._zod.def.checks?.length) return ask
  if (schema instanceof z.ZodNumberFormat)
    return schema.format === 'safeint' && !schema.def.coerce ? Number.isSafeInteger : ask
  if (schema instanceof z.ZodLiteral || schema instanceof z.ZodEnum) return valueTest(schema)
  if (schema instanceof z.ZodBoolean && !schema.def.coerce)
    return (value) => typeof value === 'boolean'
  if (schema instanceof z.ZodUndefined) return (value) => value === undefined
  if (schema instanceof z.ZodNullable) return orTest(null, testFor(schema.def.innerType))
  if (schema instanceof z.ZodOptional) return orTest(undefined, testFor(schema.def.innerType))
  if (schema instanceof z.ZodArray) return listTest(testFor(schema.def.element))
  if (schema instanceof z.ZodUnion) return anyTest(schema.def.options.map(testFor))
  if (schema instanceof z.ZodObject) return objectTest(schema)
  return ask
}

function stringTest({ def }: z.ZodString): Test {
  const checks = (def.checks ?? []).map((check) => check._zod.def)
  const patterns = checks.flatMap((check) =>
    'format' in check && check.format === 'regex' && 'pattern' in check ? [check.pattern] : [],
  )
  if (def.coerce || patterns.length < checks.length) return ask
  const [pattern, another] = patterns
  if (pattern === undefined) return (value) => typeof value === 'string'
  // A pattern that remembers where it stopped answers differently each time.
  if (another || !(pattern instanceof RegExp) || pattern.global || pattern.sticky) return ask
  return (value) => typeof value === 'string' && pattern.test(value)
}

/** A day or an instant: its format is its pattern. */
function dateTest({ def }: z.ZodISODateTime | z.ZodISODate): Test {
  const { pattern } = def
  if (!pattern || def.checks?.length || pattern.global || pattern.sticky) return ask
  return (value) => typeof value === 'string' && pattern.test(value)
}

function valueTest(schema: z.core.$ZodType): Test {
  const values: ReadonlySet<unknown> = schema._zod.values ?? new Set()
  return (value) => values.has(value)
}

const orTest =
  (other: null | undefined, test: Test): Test =>
  (value) =>
    value === other || test(value)

const listTest = (test: Test): Test => {
  return (value) => {
    if (!Array.isArray(value)) return false
    // Not `every`, which passes over holes.
    for (const item of value) if (!test(item)) return false
    return true
  }
}

const anyTest =
  (options: Test[]): Test =>
  (value) =>
    options.some((test) => test(value))

function objectTest({ shape, def }: z.ZodObject): Test {
  if (!(def.catchall instanceof z.ZodNever)) return ask
  const names = new Set(Object.keys(shape))
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, test: testFor(schema) }))
  return (value) => {
    if (!isRecord(value)) return false
    for (const name in value) if (!names.has(name)) return false
    for (const { name, test } of fields) if (!test(value[name])) return false
    return true
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
