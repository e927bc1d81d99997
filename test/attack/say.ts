import { signedRequest, type TerminalKey } from '../../src/client/terminal'
import type { Operation } from '../../src/platform/http'
import { anyhow, wireMethod } from '../support/addresses'
import { type WireRequest, wireRequest } from '../support/wire'
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
export type Way = Pick<WireRequest, 'headers' | 'raw' | 'key'> & {
  /** Who signs it, where it is a terminal. */
  signer?: TerminalKey | null
}

/** Says it through the whole app, as it would come over the wire. */
export async function say(
  town: AttackedTown,
  op: Operation,
  said: RequestParts,
  token: string | null,
  { signer, ...way }: Way = {},
): Promise<Heard> {
  const request: WireRequest = {
    ...way,
    ...(token === null ? {} : { token }),
    ...(op.method === 'get' || said.body === undefined ? {} : { body: said.body }),
  }
  const call = () =>
    signer
      ? signedCall(town, signer, op, said, request)
      : town.desk.call(wireMethod(op), anyhow(filledPath(op, said)), request)
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

let keys = 0
async function signedCall(
  { desk }: AttackedTown,
  signer: TerminalKey,
  op: Operation,
  parts: RequestParts,
  said: WireRequest,
) {
  const plain = wireRequest(wireMethod(op), filledPath(op, parts), said, () => `signed-${++keys}`)
  const created_s = Math.floor(desk.world.machine_ms() / 1000)
  const reply = await desk.fetch(await signedRequest(plain, signer, { created_s }))
  const text = await reply.text()
  const { status, headers } = reply
  return { status, headers, text, body: text.startsWith('{') ? JSON.parse(text) : null }
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
  terminal_nonces: 'a signature that was shown is spent',
  app_minutes: 'how often an app asked is counted, refused or not',
  app_days: 'the same, by day, for who granted it',
  'terminals.last_used_at': 'a terminal that asks was there',
  'terminal_pairings.tries': 'a wrong pairing code counts',
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
