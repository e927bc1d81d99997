/** The provider's wire: form-encoded in, JSON out, one shape of error (docs.stripe.com/api/errors). */
export type Form = { [name: string]: FormValue }
export type FormValue = string | Form | FormValue[]

export type ErrorFields = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  decline_code?: string
  param?: string
  charge?: string
  payment_intent?: object
  payment_method?: object
}

/**
 * A no of the provider. *Thrown*, nothing was executed and an idempotency key stays free; *returned* by an
 * operation, it is the outcome of what was executed and becomes the key's answer.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
  constructor(
    readonly status: number,
    readonly fields: ErrorFields,
  ) {
    super(fields.message)
  }
}

export const invalid = (message: string, more: Partial<ErrorFields> = {}, status = 400): Failure =>
  new Failure(status, { type: 'invalid_request_error', message, ...more })

/** A path names what is not there: 404. A parameter names it: 400. */
export const missing = (what: string, id: string, param?: string): Failure =>
  invalid(
    `No such ${what}: '${id}'`,
    { code: 'resource_missing', param: param ?? 'id' },
    param ? 400 : 404,
  )

export const apiError = (): Failure =>
  new Failure(500, { type: 'api_error', message: 'An unknown error occurred' })

export const docUrl = (code: string) =>
  `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`

export function errorBody({ fields }: Failure): { error: object } {
  return { error: { ...fields, ...(fields.code ? { doc_url: docUrl(fields.code) } : {}) } }
}

const PARAMS_MAX = 500
const DEPTH_MAX = 6
const NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/
type Branch = Map<string, string | Branch>

/** `a=1&b[c]=2&d[]=x&e[0]=y` as nested values. Branches are Maps on the way: no name reaches a prototype. */
export function readForm(form: string): Form {
  const root: Branch = new Map()
  const pairs = [...new URLSearchParams(form)]
  if (pairs.length > PARAMS_MAX) throw invalid(`More than ${PARAMS_MAX} parameters`)
  for (const [name, value] of pairs) put(root, stepsOf(name), value)
  return closed(root)
}

function stepsOf(name: string): string[] {
  const [, head = '', tail = ''] = NAME.exec(name) ?? []
  const steps = [head, ...tail.split('[').slice(1)].map((step) => step.replace(']', ''))
  if (head === '' || steps.length > DEPTH_MAX)
    throw invalid(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name })
  return steps
}

function put(into: Branch, [step = '', ...rest]: string[], value: string): void {
  const key = step === '' ? String(into.size) : step
  if (rest.length === 0) {
    into.set(key, value)
    return
  }
  const known = into.get(key)
  const inner: Branch = known instanceof Map ? known : new Map()
  into.set(key, inner)
  put(inner, rest, value)
}

function closed(branch: Branch): Form {
  return Object.fromEntries(
    [...branch].map(([key, value]) => [key, typeof value === 'string' ? value : listOrForm(value)]),
  )
}

function listOrForm(branch: Branch): FormValue {
  const is_list = [...branch.keys()].every((key, i) => key === String(i))
  return is_list ? Object.values(closed(branch)) : closed(branch)
}

/** A form's body, read as bytes: workerd warns of text in anything that is not called text. */
export const requestText = async (request: Request): Promise<string> =>
  new TextDecoder().decode(await request.arrayBuffer())
