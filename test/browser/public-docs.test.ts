import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiFrom } from '../../src/contract/document'
import { OPERATIONS } from '../../src/platform/http'
import { type Book, operationExample, type Schema, schemaRows } from '../../src/web/docs/fields'
import { openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

describe('the reference of the API, in a real browser without scripts', () => {
  let house: House
  let desk: Awaited<ReturnType<typeof openDesk>>
  beforeAll(async () => {
    desk = await openDesk()
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('lists every operation and leads to its fields', async () => {
    const page = await house.opens()
    await page.goto(`${house.url}/docs`)
    for (const { operationId } of OPERATIONS)
      expect(await page.locator(`[id="${operationId}"]`).count(), operationId).toBe(1)
    await looksRight(page, 'docs')
    await page.click('#calculateRefund a')
    expect(page.url()).toContain('/docs/refunds#calculateRefund')
    const one = (await page.textContent('article#calculateRefund')) ?? ''
    for (const said of [
      'lots[].paid_fen',
      'undisputed_fen',
      'curl -X POST',
      '/v1/refund-calculations',
    ])
      expect(one).toContain(said)
    expect(one).not.toContain('Idempotency-Key:')
    await looksRight(page, 'docs refunds')
    await page.goto(`${house.url}/docs/refusals#redemption_exceeds_balance`)
    expect(await page.textContent('main')).toContain('redemption_exceeds_balance')
    await looksRight(page, 'docs refusals')
  })

  it('has a page for every part, and none for a part that is not there', async () => {
    for (const tag of new Set(OPERATIONS.map(({ tags }) => tags[0]))) {
      const reply = await fetch(`${house.url}/docs/${tag}`)
      expect(reply.status, tag).toBe(200)
      const html = await reply.text()
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
      expect(ids.length, tag).toBe(new Set(ids).size)
    }
    expect((await fetch(`${house.url}/docs/nowhere`)).status).toBe(404)
  })

  it('shows as an example only what the contract takes', () => {
    const book = openApiFrom(OPERATIONS) as unknown as Book & {
      paths: Record<
        string,
        Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
      >
    }
    const wrong = OPERATIONS.filter(({ body }) => body !== undefined).flatMap((op) => {
      const path = op.path.replace(/:(\w+)/g, '{$1}')
      const schema = book.paths[path]?.[op.method]?.requestBody?.content['application/json']?.schema
      const sample = operationExample(op.operationId, book, schema ?? {})
      const read = op.body?.safeParse(sample)
      return read?.success ? [] : [`${op.operationId} ${JSON.stringify(sample)} ${read?.error}`]
    })
    expect(wrong).toEqual([])
    expect(schemaRows(book, { $ref: '#/components/schemas/Card' }).length).toBeGreaterThan(10)
  })
})
