import { Agent, request } from 'node:http'

export type Sample = { rps: number; p50: number; p99: number; errors: number }
export type Call = {
  method?: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
  ok?: number
}

/** One round: `amount` requests over `connections` kept-alive sockets; each request is made when it is sent. */
export async function round(
  url: string,
  next: () => Call,
  { connections, amount }: { connections: number; amount: number },
): Promise<Sample> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let sent = 0
  let errors = 0
  const worker = async () => {
    while (sent < amount) {
      sent += 1
      const call = next()
      const began = performance.now()
      const status = await send(agent, url, call)
      times.push(performance.now() - began)
      if (status !== (call.ok ?? 200)) errors += 1
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: connections }, worker))
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { rps: times.length / seconds, p50: at(0.5), p99: at(0.99), errors }
}

function send(
  agent: Agent,
  url: string,
  { method = 'GET', path, headers = {}, body }: Call,
): Promise<number> {
  return new Promise((done) => {
    const asked = request(
      url + path,
      {
        agent,
        method,
        headers: {
          ...headers,
          ...(body
            ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
            : {}),
        },
      },
      (reply) => {
        reply.resume()
        reply.on('end', () => done(reply.statusCode ?? 0))
        reply.on('error', () => done(0))
      },
    )
    asked.on('error', () => done(0))
    asked.end(body)
  })
}

export type Target = { url: string; next: () => Call }
type Turns = { ratio: number; quarter: number; three_quarters: number; errors: number }

/**
 * How one target's rate compares with another's when both are asked by turns in short rounds: what else the machine
 * does meanwhile falls on both, and the middle of the rounds' ratios is steadier than the ratio of two middles.
 */
export async function byTurns(
  target: Target,
  floor: Target,
  size: { connections: number; amount: number; turns: number },
): Promise<Turns> {
  const ratios: number[] = []
  let errors = 0
  for (let n = 0; n < size.turns; n++) {
    const below = await round(floor.url, floor.next, size)
    const above = await round(target.url, target.next, size)
    ratios.push(above.rps / below.rps)
    errors += above.errors + below.errors
  }
  ratios.sort((a, b) => a - b)
  const at = (share: number) => ratios[Math.floor(ratios.length * share)] ?? 0
  return { ratio: at(0.5), quarter: at(0.25), three_quarters: at(0.75), errors }
}

const middleOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** The middle of several rounds; errors add up. */
export const middle = (samples: readonly Sample[]): Sample => ({
  rps: middleOf(samples.map(({ rps }) => rps)),
  p50: middleOf(samples.map(({ p50 }) => p50)),
  p99: middleOf(samples.map(({ p99 }) => p99)),
  errors: samples.reduce((sum, { errors }) => sum + errors, 0),
})
