import { createHash, createHmac } from 'node:crypto'

/** A store that speaks S3: where it is, which bucket, and whose keys. `fetch` and `now_ms` are the machine's own. */
export type S3 = {
  endpoint: string
  region: string
  bucket: string
  access_key_id: string
  secret_access_key: string
  fetch?: typeof fetch
  now_ms?: () => number
}

const TIMEOUT_MS = 120_000
const TRIES = 4
const hashOf = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')
const mac = (key: Buffer | string, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest()
/** Every byte but the unreserved ones (RFC 3986), as S3 spells what is signed. */
const spelt = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )

type Asked = { method: string; key: string; query?: Record<string, string>; body?: Uint8Array }

/** Signature version 4 over the request's own lines, in the path style (docs.aws.amazon.com, “Signature Version 4”). */
export function signed(s3: S3, { method, key, query = {}, body }: Asked, at_ms: number) {
  const stamp = new Date(at_ms).toISOString().replace(/[:-]|\.\d{3}/g, '')
  const day = stamp.slice(0, 8)
  const path = [s3.bucket, ...key.split('/')]
    .filter((part) => part !== '')
    .map(spelt)
    .join('/')
  const url = new URL(`/${path}`, s3.endpoint)
  const asked = Object.entries(query)
    .map(([name, value]) => `${spelt(name)}=${spelt(value)}`)
    .sort()
    .join('&')
  const headers: Record<string, string> = {
    host: url.host,
    'x-amz-content-sha256': hashOf(body ?? ''),
    'x-amz-date': stamp,
  }
  const names = Object.keys(headers).sort()
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const canonical = [method, url.pathname, asked, lines, names.join(';'), hashOf(body ?? '')]
  const scope = `${day}/${s3.region}/s3/aws4_request`
  const told = ['AWS4-HMAC-SHA256', stamp, scope, hashOf(canonical.join('\n'))].join('\n')
  const signing = [s3.region, 's3', 'aws4_request'].reduce<Buffer>(
    (sum, part) => mac(sum, part),
    mac(`AWS4${s3.secret_access_key}`, day),
  )
  const signature = mac(signing, told).toString('hex')
  const { host: _host, ...sent } = headers
  return {
    url: `${url}${asked === '' ? '' : `?${asked}`}`,
    headers: {
      ...sent,
      Authorization: `AWS4-HMAC-SHA256 Credential=${s3.access_key_id}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    },
  }
}

/** One request, again after a fault of the line or the store; what it refuses is told at once. */
async function ask(s3: S3, asked: Asked): Promise<Response> {
  const send = s3.fetch ?? fetch
  for (let n = 1; ; n++) {
    const { url, headers } = signed(s3, asked, (s3.now_ms ?? Date.now)())
    const reply = await send(url, {
      method: asked.method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(asked.body ? { body: Buffer.from(asked.body) } : {}),
    }).catch((error: unknown) => (n < TRIES ? null : Promise.reject(error)))
    if (reply?.ok) return reply
    const status = reply?.status ?? 0
    await reply?.body?.cancel()
    const is_passing = reply === null || status >= 500 || status === 429
    if (!is_passing || n === TRIES)
      throw new Error(`${s3.bucket}: ${asked.method} ${asked.key} answered ${status}`)
    await new Promise((done) => setTimeout(done, 200 * 2 ** n))
  }
}

export const putObject = async (s3: S3, key: string, body: Uint8Array): Promise<void> => {
  await (await ask(s3, { method: 'PUT', key, body })).arrayBuffer()
}
export const getObject = async (s3: S3, key: string): Promise<Uint8Array> =>
  new Uint8Array(await (await ask(s3, { method: 'GET', key })).arrayBuffer())

/** The keys below a prefix, page after page, in the store's order. */
export async function listObjects(s3: S3, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for (let token: string | undefined; ; ) {
    const query = {
      'list-type': '2',
      prefix,
      ...(token === undefined ? {} : { 'continuation-token': token }),
    }
    const text = await (await ask(s3, { method: 'GET', key: '', query })).text()
    for (const [, key = ''] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) keys.push(plain(key))
    token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1]
    if (token === undefined) return keys
    token = plain(token)
  }
}

const plain = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
