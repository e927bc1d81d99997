import { client, type Yufubao } from '../../src/client/client'
import { BREAD, type Counter, openCounter } from '../redemptions/support'
import { BASE_URL } from '../support/wire'

/** What becomes of one request on the way: it never arrives, its answer is lost or breaks off, somebody else answers; null: nothing. */
type Mishap = 'lost_before' | 'lost_after' | 'broken_off' | Response | null
/** A wire on which things go wrong in turn; what was sent over it, and how long the client waited between tries. */
type Wire = {
  mishaps: Mishap[]
  sent: Request[]
  waited_ms: number[]
  /** Set to be told when a request is on its way. */
  underway?: () => void
}
export type Till = Counter & {
  card: string
  wire: Wire
  /** The till's cashier, over that wire. */
  cashier: Yufubao<'staff'>
  holder: Yufubao<'consumer'>
  /** The body of a use of the card by a fresh code. */
  use: (amount_fen: number) => Promise<{ code: string; amount_fen: number }>
  balance_fen: () => Promise<number>
}
export const FULL_FEN = BREAD.paid_fen

export async function openTill(): Promise<Till> {
  const counter = await openCounter()
  const card = await counter.holds({ lots: [BREAD] })
  const wire: Wire = { mishaps: [], sent: [], waited_ms: [] }
  const over = client({
    base: BASE_URL,
    fetch: (request) => through(wire, counter.fetch, request),
    sleep: async (ms) => void wire.waited_ms.push(ms),
    chance: () => 0,
  })
  return {
    ...counter,
    card,
    wire,
    cashier: over.as('staff', await counter.till()),
    holder: over.as('consumer', counter.li.token),
    use: async (amount_fen) => ({ code: (await counter.code(card)).digits, amount_fen }),
    balance_fen: () => counter.balance(`escrow:${card}`),
  }
}

async function through(wire: Wire, fetch: Counter['fetch'], request: Request): Promise<Response> {
  wire.sent.push(request)
  wire.underway?.()
  request.signal.throwIfAborted()
  const mishap = wire.mishaps.shift() ?? null
  if (mishap instanceof Response) return mishap
  if (mishap === 'lost_before') throw new TypeError('fetch failed')
  const reply = await fetch(request)
  request.signal.throwIfAborted()
  if (mishap === 'lost_after') throw new TypeError('terminated')
  if (mishap === 'broken_off') return new Response('{"object":"rede', reply)
  return reply
}

/** An answer of something on the way to the service. */
export const page = (status: number, headers: Record<string, string> = {}): Response =>
  new Response('<html><h1>Please sign in to the hotel</h1></html>', {
    status,
    headers: { 'Content-Type': 'text/html', ...headers },
  })
/** An answer of the service itself that says no for now. */
export const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  new Response(
    JSON.stringify({ status, code, detail: code, title: code, type: '', request_id: 'req_1' }),
    {
      status,
      headers: { 'Content-Type': 'application/problem+json', 'X-Request-Id': 'req_1', ...headers },
    },
  )
