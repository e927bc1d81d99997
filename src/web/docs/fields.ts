/** A JSON Schema as the OpenAPI document has it; only what the reference page shows. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  examples?: unknown[]
}
export type Book = { components?: { schemas?: Record<string, Schema> } }
export type Row = { name: string; type: string; required: boolean; note: string }

/** Deeper than this a reader follows openapi.json. */
const DEPTH_MAX = 4

function resolved(book: Book, schema: Schema): Schema {
  const name = schema.$ref?.split('/')?.pop()
  if (name === undefined) return schema
  return { ...(book.components?.schemas?.[name] ?? {}), ...without$ref(schema) }
}
const without$ref = ({ $ref: _ref, ...rest }: Schema): Schema => rest

/** Every field of a schema as one line, nested ones by their path: `lots[].paid_fen`. */
export function schemaRows(book: Book, said: Schema, path = '', depth = 0): Row[] {
  const schema = resolved(book, said)
  if (schema.type === 'array' && schema.items)
    return schemaRows(book, schema.items, `${path}[]`, depth + 1)
  const variants = schema.properties ? undefined : (schema.oneOf ?? schema.anyOf ?? schema.allOf)
  if (variants) {
    const seen = new Set<string>()
    return variants
      .flatMap((variant) => schemaRows(book, variant, path, depth))
      .filter(({ name }) => !seen.has(name) && seen.add(name))
  }
  if (depth > DEPTH_MAX) return []
  return Object.entries(schema.properties ?? {}).flatMap(([field, of]) => {
    const own = resolved(book, of)
    const name = path === '' ? field : `${path}.${field}`
    const row = {
      name,
      type: typeOf(book, own),
      required: schema.required?.includes(field) ?? false,
      note: noteOf(own),
    }
    return [row, ...schemaRows(book, own, name, depth + 1)]
  })
}

const WORDS: Record<string, string> = {
  string: '文字',
  integer: '整数',
  number: '数',
  boolean: 'true 或 false',
  object: '对象',
  array: '列表',
  null: 'null',
}
function typeOf(book: Book, schema: Schema): string {
  const own = resolved(book, schema)
  if (own.const !== undefined) return JSON.stringify(own.const)
  if (own.enum)
    return own.enum.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' | ')
  const variants = own.oneOf ?? own.anyOf
  if (variants) return [...new Set(variants.map((one) => typeOf(book, one)))].join(' 或 ')
  if (own.type === 'array' && own.items) return `列表，每项${typeOf(book, own.items)}`
  const id = /^\^([a-z]{3})_\[/.exec(own.pattern ?? '')?.[1]
  if (id) return `编号 ${id}_…`
  if (own.format === 'date') return '日期 YYYY-MM-DD'
  return [own.type ?? 'object']
    .flat()
    .map((type) => WORDS[type] ?? type)
    .join(' 或 ')
}
function noteOf(schema: Schema): string {
  const { minimum, maximum, minLength, maxLength } = schema
  const wide = Number.MAX_SAFE_INTEGER
  return [
    schema.description ?? '',
    minimum !== undefined && Math.abs(minimum) < wide ? `≥ ${minimum}` : '',
    maximum !== undefined && maximum < wide ? `≤ ${maximum}` : '',
    minLength !== undefined || maxLength !== undefined
      ? `${minLength ?? 0} 至 ${maxLength ?? '…'} 字`
      : '',
    schema.default === undefined ? '' : `不写就是 ${JSON.stringify(schema.default)}`,
  ]
    .filter(Boolean)
    .join('；')
}

/** Something a stranger could send: the schema's own example, or the least that it asks for. */
function sampleOf(book: Book, said: Schema, field = ''): unknown {
  const schema = resolved(book, said)
  if (schema.examples && schema.examples.length > 0) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const variant = schema.properties ? undefined : (schema.oneOf ?? schema.anyOf)?.[0]
  if (variant) return sampleOf(book, variant, field)
  const type = [schema.type ?? 'object'].flat()[0]
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1)
  if (type === 'boolean') return true
  if (type === 'array')
    return schema.items && (schema.minItems ?? 0) > 0 ? [sampleOf(book, schema.items, field)] : []
  if (type === 'string') return textOf(schema, field)
  return Object.fromEntries(
    (schema.required ?? []).map((name) => [
      name,
      sampleOf(book, schema.properties?.[name] ?? {}, name),
    ]),
  )
}

/** Where the contract asks for one field of several, the one that the example takes. */
const ONE_OF: Record<string, object> = {
  moveClock: { advance_seconds: 60 },
  startClaim: { amount_fen: 4_800 },
  createBooking: { amount_fen: 4_800 },
  redeemAtCounter: { amount_fen: 4_800 },
  stateShopHours: { weekly: [null, ...Array(6).fill({ opens: '09:00', closes: '21:00' })] },
  fileComplaint: { kind: 'refund_refused' },
  fileReport: { kind: 'sold_outside' },
  openAccessPurpose: { reference_id: 'rfd_01M7ZZZZZZZZZZZZZZZZZZZZZZ' },
  replayEvents: { since: '2026-06-01T01:00:00.000Z' },
}
/** The body of an operation's example. */
export const operationExample = (operation_id: string, book: Book, schema: Schema): unknown => {
  const sample = sampleOf(book, schema)
  const chosen = ONE_OF[operation_id]
  return chosen ? Object.assign({}, sample, chosen) : sample
}

const PLAIN: Record<string, string> = {
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  content: 'JVBERi0xLjQK',
  endpoint: 'https://fcm.googleapis.com/fcm/send/example',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  phone: '13900000001',
  to_phone: '13900000001',
  code: '493817',
  key: 'huancui',
  device: 'ZGV2aWNlLW9mLXlvdXItb3duLWtlcHQtaW4tYS1zYWZ',
  pin: '739205',
  payment_method: 'pm_card_visa',
  licence_no: '92371000MA00000014',
  own_code: '493817',
  public_key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  unit: 'market',
  url: 'https://pos.example.cn/hook',
}
function textOf({ pattern = '', format, minLength = 1, maxLength = 20 }: Schema, field: string) {
  const id = /^\^([a-z]{3})_\[/.exec(pattern)?.[1]
  if (id) return `${id}_01M7ZZZZZZZZZZZZZZZZZZZZZZ`
  if (/0-9a-f\]\{64\}/.test(pattern))
    return 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const digits = /^\^\\d\{(\d+)/.exec(pattern)?.[1]
  if (digits) return '739205739205739205'.slice(0, Number(digits))
  if (format === 'date') return '2026-06-01'
  if (format === 'date-time') return '2026-06-01T01:00:00.000Z'
  if (format === 'uri') return PLAIN.url
  return (
    PLAIN[field] ?? '示例文字示例文字示例文字'.slice(0, Math.min(Math.max(minLength, 4), maxLength))
  )
}
