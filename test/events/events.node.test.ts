import { describe, expect, it } from 'vitest'
import '../../src/app'
import { valueFaults } from '../../scripts/openapi/validate'
import { openApiDocument } from '../../src/contract/document'
import { EVENT_TYPES } from '../../src/events/catalogue'
import { EVENT_DATA } from '../../src/events/data'
import { emit, type NewEvent } from '../../src/events/emit'
import { EVENT_SCHEMAS, eventName } from '../../src/events/happened'
import { readEventData } from '../../src/notify/views'
import { notInEvents } from '../support/contract'

const world = { newId: () => `evt_${'0'.repeat(26)}` }
const about = {
  subject_id: `crd_${'0'.repeat(26)}`,
  merchant_id: null,
  consumer_id: null,
  at: '2026-03-02T01:00:00.000Z',
}
const card_id = about.subject_id

describe('an event', () => {
  it('with other data than its own does not compile, and no test lets it pass', () => {
    const right: NewEvent = {
      ...about,
      type: 'card.frozen',
      data: { card_id, reason: 'lost_phone', by: 'holder' },
    }
    expect(notInEvents(emit(world, right))).toEqual([])
    const wrong: NewEvent[] = [
      // @ts-expect-error a field is missing
      { ...about, type: 'card.frozen', data: { card_id, reason: 'lost_phone' } },
      // @ts-expect-error a value that is none of its kind
      { ...about, type: 'card.frozen', data: { card_id, reason: 'bored', by: 'holder' } },
      // @ts-expect-error a field that nobody knows
      { ...about, type: 'card.unfrozen', data: { card_id, name: '小丛' } },
      // @ts-expect-error the data of another event
      { ...about, type: 'card.unfrozen', data: { merchant_id: `mch_${'0'.repeat(26)}` } },
      // @ts-expect-error an event that does not exist
      { ...about, type: 'card.eaten', data: { card_id } },
    ]
    for (const event of wrong) expect(notInEvents(emit(world, event))).toHaveLength(1)
  })
  it('has a schema, a webhook and a component of its own', () => {
    const { webhooks, components } = openApiDocument() as unknown as {
      webhooks: Record<string, { post: { requestBody: { content: Record<string, object> } } }>
      components: { schemas: Record<string, object> }
    }
    expect(Object.keys(webhooks)).toEqual([...EVENT_TYPES])
    for (const type of EVENT_TYPES) {
      const $ref = `#/components/schemas/${eventName(type)}`
      expect(webhooks[type]?.post.requestBody.content['application/json']).toMatchObject({
        schema: { $ref },
      })
      expect(components.schemas[eventName(type)]).toMatchObject({
        properties: { type: { const: type } },
      })
      expect(EVENT_SCHEMAS.get(type)?.shape.data).toBe(EVENT_DATA[type])
    }
  })
  it('that happened before a word changed says it in the word of now', () => {
    const refund_id = `rfd_${'0'.repeat(26)}`
    const written = JSON.stringify({ refund_id, shop_name: '海棠面包房' })
    const data = readEventData('refund.goes_to_holder', written)
    expect(data).toEqual({ refund_id, merchant_name: '海棠面包房' })
    expect(EVENT_DATA['refund.goes_to_holder'].safeParse(data).success).toBe(true)
    expect(readEventData('card.frozen', JSON.stringify({ card_id }))).toEqual({ card_id })
  })
  it('is told from another by its type', () => {
    const event = (type: string, data: object) => ({
      id: world.newId(),
      object: 'event',
      type,
      subject_id: card_id,
      merchant_id: null,
      data,
      at: about.at,
    })
    const schema = { $ref: '#/components/schemas/Event' }
    const faults = (value: object) => valueFaults(openApiDocument(), schema, value)
    expect(faults(event('card.unfrozen', { card_id }))).toEqual([])
    expect(faults(event('card.unfrozen', { card_id, more: 1 }))).not.toEqual([])
    expect(faults(event('card.frozen', { card_id }))).not.toEqual([])
    expect(faults(event('card.eaten', { card_id }))).not.toEqual([])
  })
})
