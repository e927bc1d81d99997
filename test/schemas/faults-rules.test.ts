import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { faultMessage } from '../../src/schemas/faults'

const said = (schema: z.ZodType, value: unknown): string[] => {
  const read = schema.safeParse(value)
  return read.success ? [] : read.error.issues.map(faultMessage)
}
describe('a fault in a field', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['missing', z.string(), undefined, '没有填'],
    ['empty', z.string().min(1), '', '没有填'],
    ['too short', z.string().min(5), '租约', '至少 5 个字'],
    ['too long', z.string().max(3), '四个字了', '至多 3 个字'],
    ['too little', z.int().min(1), 0, '至少是 1'],
    ['not above', z.number().gt(0), 0, '大于 0'],
    ['too much', z.int().max(9), 10, '至多是 9'],
    ['too many', z.array(z.string()).max(1), ['a', 'b'], '至多 1 项'],
    ['another type', z.string(), 3, '须是文字'],
    ['no whole number', z.int(), 1.5, '须是整数'],
    ['no day', z.iso.date(), '3 月 2 日', '须是日期，如 2026-03-02'],
    ['no known word', z.enum(['void', 'refund']), 'x', '须是其中之一：void、refund'],
    ['an unknown field', z.strictObject({}), { a: 1 }, '没有这个字段：a'],
    ['our own words', z.string().refine(() => false, '这个不行'), 'x', '这个不行'],
  ])('that is %s is told in Chinese', (_name, schema, value, words) => {
    expect(said(schema, value)).toEqual([words])
  })
})
