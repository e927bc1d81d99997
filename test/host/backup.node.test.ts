import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { benchCity } from '../../bench/city'
import { makeBackup } from '../../scripts/backup/make'
import { folderPlace, type Place, placeFrom, s3Place } from '../../scripts/backup/places'
import { listBackups, restoreBackup } from '../../scripts/backup/restore'
import { type S3, signed } from '../../scripts/backup/s3'
import { openDurably } from '../../scripts/host/in-process'
import { migrate } from '../../scripts/migrate'

const folder = mkdtempSync(join(tmpdir(), 'yufubao-backup-'))
const file = join(folder, 'city.sqlite')
const key = Buffer.alloc(32, 7)
const at = new Date('2026-03-02T19:00:00Z')
let store: Server
let s3: S3
const objects = new Map<string, Buffer>()
let faults = 0

beforeAll(async () => {
  const database = openDurably(file)
  migrate(database)
  for (const text of benchCity().texts(40)) database.exec(text)
  database.close()
  store = createServer((asked, reply) => void answerAsS3(asked, reply)).listen(0, '127.0.0.1')
  await new Promise((done) => store.once('listening', done))
  const address = store.address()
  const port = typeof address === 'object' && address ? address.port : 0
  s3 = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'auto',
    bucket: 'copies',
    access_key_id: 'AKIDEXAMPLE',
    secret_access_key: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  }
})
afterAll(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

type Listener = Parameters<typeof createServer>[1] & {}
/** Two keys a page, and whoever signs otherwise is refused. */
const answerAsS3: Listener = async (asked, reply) => {
  const chunks: Buffer[] = []
  for await (const chunk of asked) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const url = new URL(asked.url ?? '/', s3.endpoint)
  const path = decodeURIComponent(url.pathname).replace(/^\/copies\/?/, '')
  const stamp = String(asked.headers['x-amz-date'])
  const at_ms = Date.parse(stamp.replace(/(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'))
  const query = Object.fromEntries(url.searchParams)
  const expected = signed(
    s3,
    { method: asked.method ?? '', key: path, query, ...(body.length > 0 ? { body } : {}) },
    at_ms,
  )
  if (faults-- > 0) return void reply.writeHead(503).end()
  if (asked.headers.authorization !== expected.headers.Authorization)
    return void reply.writeHead(403).end()
  if (asked.method === 'PUT') {
    objects.set(path, body)
    return void reply.end()
  }
  if (path !== '') return void reply.writeHead(objects.has(path) ? 200 : 404).end(objects.get(path))
  const keys = [...objects.keys()].filter((one) => one.startsWith(query.prefix ?? '')).sort()
  const from = Number(query['continuation-token'] ?? 0)
  const more =
    from + 2 < keys.length ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''
  const listed = keys.slice(from, from + 2).map((one) => `<Contents><Key>${one}</Key></Contents>`)
  reply.end(`<ListBucketResult>${listed.join('')}${more}</ListBucketResult>`)
}

const made = (to: Place, of: { key?: Buffer | null } = {}) =>
  makeBackup({ file, to, key: of.key === undefined ? key : of.key, at, part_bytes: 30_000 })

describe('a signature', () => {
  it('is the one of the documentation’s own example', () => {
    const { headers } = signed(
      {
        endpoint: 'https://examplebucket.s3.amazonaws.com',
        region: 'us-east-1',
        bucket: '',
        access_key_id: 'AKIAIOSFODNN7EXAMPLE',
        secret_access_key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      },
      { method: 'GET', key: '', query: { 'max-keys': '2', prefix: 'J' } },
      Date.parse('2013-05-24T00:00:00Z'),
    )
    expect(headers.Authorization).toContain(
      'Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    )
  })
})

describe('a backup', () => {
  it('goes into a bucket in sealed pieces while the city is written, and comes back the same', async () => {
    const place = s3Place(s3, 'weihai')
    const writer = new DatabaseSync(file)
    writer.exec('BEGIN IMMEDIATE')
    faults = 2
    const manifest = await made(place)
    writer.exec('ROLLBACK')
    writer.close()
    expect(manifest.parts.length).toBeGreaterThan(2)
    expect(manifest.totals).toMatchObject({ balance_fen: 0, escrow_fen: 40 * 100_000 })
    expect([...objects.values()].some((bytes) => bytes.includes('SQLite format'))).toBe(false)
    expect(await listBackups(place)).toEqual([manifest.name])
    const back = join(folder, 'back.sqlite')
    expect(await restoreBackup({ from: place, key, file: back })).toEqual(manifest)
    const rows = (of: string) => {
      const database = new DatabaseSync(of, { readOnly: true })
      const all = database.prepare('SELECT * FROM ledger_accounts ORDER BY id').all()
      database.close()
      return all
    }
    expect(rows(back)).toEqual(rows(file))
  })
  it('is not brought back over something, nor with another key, nor where anything differs', async () => {
    const kept = join(folder, 'kept')
    const place = folderPlace(kept)
    const { name, parts } = await made(place)
    const back = (of: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
      restoreBackup({ from: place, key, file: join(folder, 'again.sqlite'), ...of })
    await expect(back({ file })).rejects.toThrow('is there already')
    await expect(back({ key: null })).rejects.toThrow('BACKUP_KEY is missing')
    await expect(back({ key: Buffer.alloc(32, 8) })).rejects.toThrow()
    const [first = { name: '' }, second = { name: '' }] = parts
    const bytes = readFileSync(join(kept, first.name))
    writeFileSync(join(kept, first.name), readFileSync(join(kept, second.name)))
    await expect(back()).rejects.toThrow('is not what was kept')
    writeFileSync(join(kept, first.name), bytes)
    const manifest = readFileSync(join(kept, `${name}.json`), 'utf8')
    writeFileSync(
      join(kept, `${name}.json`),
      manifest.replace(/"escrow_fen": \d+/, '"escrow_fen": 1'),
    )
    await expect(back()).rejects.toThrow('what stands in it differs')
    expect(readdirSync(folder).filter((one) => one.startsWith('again'))).toEqual([])
    writeFileSync(join(kept, `${name}.json`), manifest)
    await back()
  })
  it('is none without its manifest, and wants a place that can be reached', async () => {
    const place = folderPlace(join(folder, 'half'))
    const broken: Place = {
      ...place,
      put: (name, bytes) =>
        name.endsWith('.json') ? Promise.reject(new Error('line broke')) : place.put(name, bytes),
    }
    await expect(made(broken)).rejects.toThrow('line broke')
    expect(await listBackups(place)).toEqual([])
    await expect(made(s3Place({ ...s3, secret_access_key: 'another' }, ''))).rejects.toThrow('403')
    expect(() => placeFrom('s3://copies/x', {})).toThrow('S3_ENDPOINT is missing')
    expect(() => placeFrom('ftp://copies', {})).toThrow('不懂这个地方')
  })
})
