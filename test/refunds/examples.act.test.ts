import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import '../../src/app'
import { openApiDocument } from '../../src/contract/document'
import { mistaken } from '../support/addresses'
import { openWorld } from '../support/world'

type Document = { components: { schemas: Record<string, { examples?: object[] }> } }

describe(`the examples of the public calculator on ${ENGINE}`, () => {
  it.each([
    [0, 50_000],
    [1, 60_000],
    [2, 275_000],
  ])('number %i in the document is answered: %i fen', async (n, total_fen) => {
    const { components } = openApiDocument() as unknown as Document
    const body = components.schemas.NewRefundCalculation?.examples?.[n]
    const city = await openWorld()
    const reply = await city.call('POST', '/v1/refund-calculations', {
      key: null,
      body: mistaken(body),
    })
    expect(reply.status, reply.text).toBe(200)
    expect(reply.body.principal_fen).toBe(total_fen)
    expect(reply.body.sentence).not.toBe('')
  })
})
