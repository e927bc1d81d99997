import * as z from 'zod'
import { type ErrorFields, type Failure, type Form, type FormValue, invalid } from './wire'

/** Stripe's smallest unit is the fen, its largest amount has eight digits (docs.stripe.com/currencies). */
const AMOUNT_MAX = 99_999_999

/** A parameter's fault is written as the provider's code for it; `readParams` puts it in words. */
export const text = (longest = 1_000) =>
  z.string().min(1, 'parameter_invalid_empty').max(longest, 'parameter_invalid_string')
const whole = z
  .string()
  .regex(/^-?\d{1,15}$/, 'parameter_invalid_integer')
  .transform(Number)
export const amount = whole.pipe(
  z.number().min(1, 'parameter_invalid_integer').max(AMOUNT_MAX, 'amount_too_large'),
)
export const flag = z.enum(['true', 'false']).transform((word) => word === 'true')
export const currency = z.string().toLowerCase().pipe(z.literal('cny'))
export const words = z.array(text(100)).min(1).max(50)
export const webUrl = z.url({ protocol: /^https?$/, error: 'url_invalid' }).max(2_000)
/** Fifty keys of 40 characters, values of 500; an empty value takes a key away. */
export const metadata = z
  .literal('')
  .transform(() => ({}))
  .or(
    z
      .record(z.string().min(1).max(40), z.string().max(500))
      .refine((map) => Object.keys(map).length <= 50),
  )
/** Settings of a method that change nothing here (`payment_method_options[wechat_pay][client]=web`). */
export const ignored = z.record(z.string().max(60), z.unknown())

const second = whole.pipe(z.number().min(0))
export const expand = z.array(text(200)).max(20).optional()
export const page = {
  limit: whole
    .pipe(z.number().min(1, 'parameter_invalid_integer').max(100, 'parameter_invalid_integer'))
    .default(10),
  starting_after: text(100).optional(),
  ending_before: text(100).optional(),
  created: second
    .transform((at) => ({ gte: at, lte: at }))
    .or(
      z.strictObject({
        gt: second.optional(),
        gte: second.optional(),
        lt: second.optional(),
        lte: second.optional(),
      }),
    )
    .optional(),
  expand,
}
export type Page = z.output<z.ZodObject<typeof page>>

export function mergeMetadata(
  old: Record<string, string>,
  change: Record<string, string> | undefined,
): Record<string, string> {
  if (change && Object.keys(change).length === 0) return {}
  return Object.fromEntries(
    Object.entries({ ...old, ...change }).filter(([, value]) => value !== ''),
  )
}

/** Reads a form by its schema, or throws the provider's 400 for the first thing wrong with it. */
export function readParams<S extends z.ZodType>(schema: S, form: Form): z.output<S> {
  const read = schema.safeParse(form)
  if (read.success) return read.data
  const faults = read.error.issues.map((issue) => faultOf(issue, form))
  throw faults[0] ?? invalid('Invalid request')
}

function faultOf(issue: z.core.$ZodIssue, form: Form): Failure {
  const names = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    const param = nameOf([...names, issue.keys[0] ?? ''])
    return fault('parameter_unknown', `Received unknown parameter: ${param}`, param)
  }
  const param = nameOf(names)
  const value = valueAt(form, names)
  if (value === undefined)
    return fault('parameter_missing', `Missing required param: ${param}.`, param)
  const said = typeof value === 'string' ? value : 'an object'
  if (issue.message === 'parameter_invalid_integer')
    return fault(issue.message, `Invalid integer: ${said}`, param)
  if (issue.message === 'parameter_invalid_empty')
    return fault(issue.message, `You passed an empty string for '${param}'.`, param)
  if (issue.message === 'amount_too_large')
    return fault(issue.message, `Amount must be no more than ${AMOUNT_MAX}`, param)
  if (issue.message === 'url_invalid')
    return fault(issue.message, `Not a valid URL: ${said}`, param)
  return invalid(`Invalid ${param}: ${said}`, { param })
}

const fault = (code: NonNullable<ErrorFields['code']>, message: string, param: string) =>
  invalid(message, { code, param })

const nameOf = ([head = '', ...rest]: string[]) => head + rest.map((step) => `[${step}]`).join('')

function valueAt(form: Form, names: string[]): FormValue | undefined {
  let value: FormValue | undefined = form
  for (const name of names) {
    if (value === undefined || typeof value === 'string') return undefined
    value = Array.isArray(value) ? value[Number(name)] : value[name]
  }
  return value
}
