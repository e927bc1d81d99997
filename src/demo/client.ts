/** How the story reaches the city: in process for the seed, over HTTP for `npm run demo`. The same acts either way. */
export type Client = {
  fetch: (request: Request) => Promise<Response>
  base_url: string
  dev_token: string
  /** Moves the city's clock to a moment and runs what falls due on the way. */
  moveTo: (at: string) => Promise<void>
}
export type Said = { status: number; body: Record<string, unknown>; headers: Headers }

let keys = 0

/** Sends one request; writes carry a fresh Idempotency-Key. */
export async function say(
  client: Client,
  method: string,
  path: string,
  options: { token?: string; body?: object; headers?: Record<string, string> } = {},
): Promise<Said> {
  const headers: Record<string, string> = { ...options.headers }
  if (options.token) headers.Authorization = `Bearer ${options.token}`
  if (options.body) headers['Content-Type'] = 'application/json'
  if (method !== 'GET') headers['Idempotency-Key'] = `story-${Date.now().toString(36)}-${++keys}`
  const request = new Request(client.base_url + path, {
    method,
    headers,
    ...(options.body ? { body: JSON.stringify(options.body) } : {}),
  })
  const reply = await client.fetch(request)
  const body = (await reply.json()) as Record<string, unknown>
  return { status: reply.status, body, headers: reply.headers }
}

/** Sends a request that the story cannot go on without. */
export async function must(
  client: Client,
  method: string,
  path: string,
  options: Parameters<typeof say>[3] = {},
): Promise<Record<string, unknown>> {
  const { status, body } = await say(client, method, path, options)
  if (status >= 400) throw new Error(`${method} ${path} → ${status} ${JSON.stringify(body)}`)
  return body
}

export const textOf = (body: Record<string, unknown>, field: string): string => {
  const value = body[field]
  if (typeof value !== 'string') throw new Error(`no ${field} in ${JSON.stringify(body)}`)
  return value
}

/** Chance from a seed (mulberry32): the same city every time. */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  return { below: (n: number) => next() % n, percent: (p: number) => next() % 100 < p }
}
export type Chance = ReturnType<typeof chance>
