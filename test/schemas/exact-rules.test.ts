import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { isExactly } from '../../src/schemas/exact'

const Lot = z.strictObject({ id: z.string().regex(/^lot_\d+$/), paid_fen: z.int() })
const Card = z.discriminatedUnion('reader', [
  z.strictObject({
    reader: z.literal('bank'),
    status: z.enum(['active', 'frozen']),
    lots: z.array(Lot),
    ends_on: z.string().nullable(),
    held: z.boolean(),
    note: z.string().optional(),
  }),
  z.strictObject({ reader: z.literal('shop'), lots: z.array(Lot) }),
])
const bank = {
  reader: 'bank',
  status: 'active',
  lots: [{ id: 'lot_1', paid_fen: 100 }],
  ends_on: null,
  held: false,
}
const shop = { reader: 'shop', lots: [] }

describe('what a strict schema takes as it stands', () => {
  it.each([
    ['everything named', bank],
    ['an optional field', { ...bank, note: 'x' }],
    ['an optional field left undefined', { ...bank, note: undefined }],
    ['another option of a union', shop],
  ])('is exact: %s', (_what, body) => {
    expect(isExactly(Card, body)).toBe(true)
    expect(Card.parse(body)).toEqual(body)
  })
  it.each([
    ['a field more', { ...bank, consumer_id: 'csm_1' }],
    ['a field more, further in', { ...bank, lots: [{ ...bank.lots[0], consumer_id: 'csm_1' }] }],
    ["another option's field", { ...shop, status: 'active' }],
    ['a field of that name alone', JSON.parse('{"reader":"shop","lots":[],"__proto__":{}}')],
    ['a field missing', { ...bank, held: undefined }],
    ['another status', { ...bank, status: 'gone' }],
    ['another reader', { ...bank, reader: 'anyone' }],
    ['half a fen', { ...bank, lots: [{ id: 'lot_1', paid_fen: 0.5 }] }],
    ['more than can be counted', { ...bank, lots: [{ id: 'lot_1', paid_fen: 2 ** 53 }] }],
    ['a number as text', { ...bank, lots: [{ id: 'lot_1', paid_fen: '1' }] }],
    ['a text off its pattern', { ...bank, lots: [{ id: 'lot_x', paid_fen: 1 }] }],
    ['a hole in a list', { ...bank, lots: new Array(1) }],
    ['a list for an object', [bank]],
    ['an object for a list', { ...bank, lots: {} }],
    ['nothing', null],
  ])('is not exact: %s', (_what, body) => {
    expect(isExactly(Card, body)).toBe(false)
  })
  it.each([
    ['converts', z.coerce.number(), 1],
    ['trims', z.strictObject({ a: z.string().trim() }), { a: 'x' }],
    ['fills in', z.strictObject({ a: z.string().default('x') }), {}],
    ['transforms', z.string().transform(Number), '1'],
    ['refines', z.strictObject({ a: z.string() }).refine(() => false), { a: 'x' }],
    ['limits a number', z.int().min(1), 0],
    ['limits a text', z.string().max(1), 'xx'],
    ['limits a list', z.array(z.string()).max(1), ['a', 'b']],
    ['knows a format', z.email(), 'x'],
    ['remembers in its pattern', z.string().regex(/x/g), 'x'],
    ['takes more than it names', z.object({ a: z.string() }), { a: 'x' }],
    ['reads any number', z.number(), 1],
  ])('is left to zod by a schema that %s', (_what, schema, value) => {
    expect(isExactly(schema, value)).toBe(false)
  })
})

describe('days and instants', () => {
  const When = z.strictObject({ on: z.iso.date(), at: z.iso.datetime() })
  it.each([
    ['2026-02-28', '2026-03-02T01:00:00.000Z', true],
    ['2026-02-30', '2026-03-02T01:00:00.000Z', false],
    ['2026-02-28', '2026-03-02T09:00:00+08:00', false],
    ['2026-02-28', '2026-03-02', false],
  ])('%s %s', (on, at, exact) => {
    expect(isExactly(When, { on, at })).toBe(exact)
    expect(When.safeParse({ on, at }).success).toBe(exact)
  })
})
