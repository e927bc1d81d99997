import { Agent, request } from 'node:http'

/** A header that asks for an act alone: what it told people waits for the job, instead of going out in the tick of the act. */
export const ALONE = 'X-Bench-Act-Alone'

export type Sample = {
  rps: number
  p50: number
  p99: number
  errors: number
  /** Processor time of the server for each request; null where nobody measures it. */
  cpu_ms: number | null
}
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
  { connections, amount, cpu_ms }: { connections: number; amount: number; cpu_ms?: () => number },
): Promise<Sample> {
  const before_ms = cpu_ms?.() ?? 0
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
  const spent_ms = cpu_ms ? (cpu_ms() - before_ms) / times.length : null
  return { rps: times.length / seconds, p50: at(0.5), p99: at(0.99), errors, cpu_ms: spent_ms }
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

export type Target = {
  url: string
  next: () => Call
  cpu_ms?: () => number
  /** The only number of connections it is asked over. */
  only?: number
}
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

export const middleNumber = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** The middle of several rounds; errors add up. */
export const middle = (samples: readonly Sample[]): Sample => ({
  rps: middleNumber(samples.map(({ rps }) => rps)),
  p50: middleNumber(samples.map(({ p50 }) => p50)),
  p99: middleNumber(samples.map(({ p99 }) => p99)),
  errors: samples.reduce((sum, { errors }) => sum + errors, 0),
  cpu_ms: middleNumber(samples.map(({ cpu_ms }) => cpu_ms ?? 0)),
})

/** What is measured in a round: a server that is asked, or something that says its own rate. */
export type Measured = Target | { rate: (connections: number) => Promise<number | null> }
type Rounds = { rounds: number; amounts: Readonly<Record<number, number>> }

/**
 * Everything by turns, so many rounds at each number of connections, the other way round every other round: what else the
 * machine does meanwhile falls on all. Samples by name and connections (`d1@64`), in the order of the rounds.
 */
export async function interleaved(
  measured: Readonly<Record<string, Measured>>,
  { rounds, amounts }: Rounds,
): Promise<Record<string, Sample[]>> {
  const samples: Record<string, Sample[]> = {}
  const names = Object.keys(measured)
  for (let n = 0; n < rounds; n++)
    for (const connections of Object.keys(amounts).map(Number))
      for (const name of n % 2 === 0 ? names : [...names].reverse()) {
        const sample = await sampleOf(measured[name], {
          connections,
          amount: amounts[connections] ?? 0,
        })
        const id = `${name}@${connections}`
        if (sample) samples[id] = [...(samples[id] ?? []), sample]
      }
  return samples
}
async function sampleOf(one: Measured | undefined, size: { connections: number; amount: number }) {
  if (one === undefined || ('only' in one && one.only !== size.connections)) return null
  if ('url' in one)
    return round(one.url, one.next, { ...size, ...(one.cpu_ms ? { cpu_ms: one.cpu_ms } : {}) })
  const rps = await one.rate(size.connections)
  return rps === null ? null : { rps, p50: 0, p99: 0, errors: 0, cpu_ms: null }
}

/** How one compares with another in the same round, the middle of the rounds. */
export const pairedRatio = (
  samples: Readonly<Record<string, readonly Sample[]>>,
  above: string,
  below: string,
  of: (sample: Sample) => number = ({ rps }) => rps,
): number =>
  middleNumber(
    (samples[above] ?? []).map((one, i) => {
      const other = samples[below]?.[i]
      return other ? of(one) / of(other) : 0
    }),
  )
