import type { Operation } from '../../src/platform/http'
import { anyhow, wireMethod } from '../support/addresses'
import type { WireRequest } from '../support/wire'
import { filledPath, type RequestParts } from './shapes'
import type { AttackedTown } from './town'
import { changedBy } from './watch'

/** What came back, and which tables hold other rows since. */
export type Heard = {
  status: number
  code: string | null
  text: string
  tables: string[]
  /** What the contract does not know of it: a status, a code, a header, a shape. */
  surprise: string | null
}
export type Way = Pick<WireRequest, 'headers' | 'raw' | 'key'>

/** Says it through the whole app, as it would come over the wire. */
export async function say(
  town: AttackedTown,
  op: Operation,
  said: RequestParts,
  token: string | null,
  way: Way = {},
): Promise<Heard> {
  const request: WireRequest = {
    ...way,
    ...(token === null ? {} : { token }),
    ...(op.method === 'get' || said.body === undefined ? {} : { body: said.body }),
  }
  const call = () => town.desk.call(wireMethod(op), anyhow(filledPath(op, said)), request)
  try {
    const { result, tables } = await changedBy(town.database, call)
    const given = town.holes.reply?.(filledPath(op, said), result) ?? result
    const { status, text, body } = given
    return {
      status,
      code: status >= 400 ? (body?.code ?? null) : null,
      text,
      tables,
      surprise: status < 400 ? notOfShape(op, status, given.headers, text) : null,
    }
  } catch (error) {
    return { status: 0, code: null, text: '', tables: [], surprise: String(error) }
  }
}

/** An answer in JSON has exactly the fields of its contract. */
function notOfShape(op: Operation, status: number, headers: Headers, text: string): string | null {
  if (!(headers.get('content-type') ?? '').startsWith('application/json')) return null
  const answer = op.answers[status]
  if (!answer) return `${op.operationId} declares no answer ${status}`
  const { error } = answer.schema.safeParse(JSON.parse(text))
  return error ? `${op.operationId} ${status}: ${error.message}` : null
}

/** What a refusal may leave: its own answer in the journal, counted tries, a session kept alive. */
const REFUSAL_TRACES: Readonly<Record<string, string>> = {
  journal: 'a refusal that time does not change is the answer of its key for ever',
  journal_leases: 'a question outside that was refused after all; ends by itself',
  sms_codes: 'a wrong code counts',
  'consumers.pin_tries': 'a wrong PIN counts',
  'consumers.pin_tried_at': 'a wrong PIN counts',
  'counter_pins.pin_tries': 'a wrong PIN counts',
  'counter_pins.pin_tried_at': 'a wrong PIN counts',
  'counter_pins.pin_locked_until': 'too many wrong PINs lock it',
  'consumers.pin_locked_until': 'too many wrong PINs lock it',
  bad_code_minutes: 'a wrong pay code counts',
  'pay_code_aliases.bad_tries': 'a wrong pay code counts against its alias',
  'pay_code_aliases.tried_at': 'a wrong pay code counts against its alias',
  counter_days: 'a wrong PIN at the counter counts',
  'sessions.idle_expires_at': 'whoever asks stays signed in',
  mock_bank_accounts: 'the demonstration bank remembers about whose account it was asked',
}
/** Tables, or columns of rows that were there, which a refusal has changed and may not. */
export const changedWrongly = ({ tables, status }: Pick<Heard, 'tables' | 'status'>): string[] =>
  status < 400
    ? []
    : tables.filter(
        (place) => !(place in REFUSAL_TRACES) && !((place.split('.')[0] ?? '') in REFUSAL_TRACES),
      )
