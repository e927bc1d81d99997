/** The provider's wire: form-encoded in, JSON out, one error shape (docs.stripe.com/api/errors). */
export type Params = { [name: string]: string | Params }
export type ErrorFields = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  decline_code?: string
  param?: string
  payment_intent?: object
  charge?: string
}

export class StripeError extends Error {
  override readonly name = 'StripeError'
  constructor(
    readonly status: number,
    readonly fields: ErrorFields,
    /** What happened all the same: a declined charge is written down although the answer is an error. */
    readonly keeps = false,
  ) {
    super(fields.message)
  }
}

export const invalid = (message: string, more: Partial<ErrorFields> = {}): StripeError =>
  new StripeError(more.code === 'resource_missing' && !more.param ? 404 : 400, {
    type: 'invalid_request_error',
    message,
    ...more,
  })

export const errorBody = ({ fields }: StripeError): string =>
  JSON.stringify({
    error: {
      ...fields,
      ...(fields.code
        ? { doc_url: `https://stripe.com/docs/error-codes/${fields.code.replace(/_/g, '-')}` }
        : {}),
    },
  })

/** `a=1&b[c]=2&d[]=x&d[0]=y` as nested params; a list is a map of its places. */
export function readForm(form: string): Params {
  const out: Params = {}
  for (const [name, value] of new URLSearchParams(form)) put(out, path(name), value)
  return out
}

function path(name: string): string[] {
  const head = name.replace(/\[.*$/, '')
  return [head, ...[...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')]
}

function put(into: Params, [head = '', ...rest]: string[], value: string): void {
  const key = head === '' ? String(Object.keys(into).length) : head
  if (rest.length === 0) {
    into[key] = value
    return
  }
  const inner = into[key]
  const next: Params = typeof inner === 'object' ? inner : {}
  into[key] = next
  put(next, rest, value)
}

/** Refuses what the call does not know, as the provider does. */
export function allow(params: Params, known: readonly string[]): void {
  const unknown = Object.keys(params).find((name) => !known.includes(name) && name !== 'expand')
  if (unknown)
    throw invalid(`Received unknown parameter: ${unknown}`, {
      code: 'parameter_unknown',
      param: unknown,
    })
}

export function text(params: Params, name: string): string | null {
  const value = params[name]
  if (typeof value === 'object') throw invalid(`Invalid string: ${name}`, { param: name })
  return value === undefined || value === '' ? null : value
}

export function amountIn(params: Params, name: string): number | null {
  const value = text(params, name)
  if (value === null) return null
  if (!/^\d{1,8}$/.test(value) || Number(value) < 1)
    throw invalid(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param: name })
  return Number(value)
}

export const flag = (params: Params, name: string): boolean => text(params, name) === 'true'

export function mapIn(params: Params, name: string): Record<string, string> {
  const value = params[name]
  if (value === undefined || value === '') return {}
  if (typeof value === 'string') throw invalid(`Invalid object: ${name}`, { param: name })
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, String(inner)]))
}

export const listIn = (params: Params, name: string): string[] => Object.values(mapIn(params, name))
