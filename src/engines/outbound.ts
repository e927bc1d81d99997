import { lookup as systemLookup } from 'node:dns'
import { request as plainly } from 'node:http'
import { request as securely } from 'node:https'
import type { LookupFunction } from 'node:net'
import { secondsIn } from '../environment/outside'
import type { OutboundPort } from '../environment/ports'
import { isPublicAddress } from '../environment/public-address-rules'
import { SECOND_MS } from '../kernel/time'

const TIMEOUT_MS = 10 * SECOND_MS
type Sockets = {
  /** Development: this machine may be told, too. */
  allows_here: boolean
  lookup?: typeof systemLookup
}
const IS_HERE = /^(?:127\.\d+\.\d+\.\d+|::1)$/

/**
 * Tells subscribers where we open the socket ourselves (a process of Node): the name is resolved once, every address it has
 * must be public, and the connection goes to what was looked at, so that a name that changes its mind in between leads
 * nowhere inside. No redirect is followed. A worker has no sockets of ours: `outboundFetch` goes out through its runtime.
 */
export function outboundOverSockets({ allows_here, lookup = systemLookup }: Sockets): OutboundPort {
  const may = (address: string) =>
    isPublicAddress(address) || (allows_here && IS_HERE.test(address))
  const guarded: LookupFunction = (host, options, answer) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, [])
      const inner = found.some(({ address }) => !may(address))
      if (inner || found.length === 0)
        return answer(
          Object.assign(new Error('the name leads inside'), { name: 'InnerAddress' }),
          [],
        )
      if (options.all) return answer(null, found)
      const [first] = found
      return answer(null, first?.address ?? '', first?.family)
    })
  }
  return {
    post: (url, headers, body) => posted(url, { headers, body, allows_here, lookup: guarded }),
  }
}

type Message = {
  headers: Record<string, string>
  body: string | Uint8Array<ArrayBuffer>
  allows_here: boolean
  lookup: LookupFunction
}
function posted(
  url: string,
  { headers, body, allows_here, lookup }: Message,
): ReturnType<OutboundPort['post']> {
  const { protocol, hostname } = new URL(url)
  const send = protocol === 'http:' ? plainly : securely
  const length = String(Buffer.byteLength(body))
  const options = {
    method: 'POST',
    headers: { ...headers, 'Content-Length': length },
    lookup,
    agent: false as const,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }
  return new Promise((resolve, reject) => {
    // An address in place of a name is never looked up: it is not for us to knock at.
    const is_address = /^[\d.]+$|^\[/.test(hostname)
    if (is_address && !(allows_here && IS_HERE.test(hostname.replace(/[[\]]/g, ''))))
      return reject(Object.assign(new Error('an address is no name'), { name: 'InnerAddress' }))
    const asked = send(url, options, (reply) => {
      reply.destroy()
      const retry_after_s = secondsIn(reply.headers['retry-after'] ?? null, Date.now())
      const status = reply.statusCode ?? 0
      resolve(retry_after_s === null ? { status } : { status, retry_after_s })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
