import * as z from 'zod'
import { type LocalDate, localDate } from '../kernel/time'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'

export const bankBreakAgeRoutes = newRouter()
/** From so many days after it was found; up to the next one. */
const BANDS = [0, 1, 3, 8, 31] as const

const Ages = z
  .strictObject({
    object: z.literal('bank_break_ages'),
    as_of: z.iso.date().meta({ description: '按这一天算' }),
    count: z.int().meta({ description: '还没有了结的差异' }),
    bands: z
      .array(
        z.strictObject({
          from_days: z.int().meta({ description: '发现以来至少几天' }),
          to_days: z.int().nullable().meta({ description: '至多几天；null：再久都算' }),
          count: z.int(),
          in_fen: z.int().meta({ description: '银行多的' }),
          out_fen: z.int().meta({ description: '银行少的，负数' }),
          both_fen: z.int().meta({ description: '多的和少的各自的数额之和，不相抵' }),
        }),
      )
      .meta({ description: '按发现了多久分，新的在前' }),
  })
  .meta({ id: 'BankBreakAges', description: '还没有了结的差异：多久了，多少钱' })

export const readBankBreakAgesOperation = operation({
  method: 'get',
  path: '/v1/bank/break-ages',
  operationId: 'readBankBreakAges',
  tags: ['bank'],
  summary: '还没有了结的差异，按发现了多久和多少钱',
  summary_en: 'Reads the breaks that stand by age and money',
  policy: { bank: 'all', operator: 'all' },
  answers: { 200: { description: '多久了，多少钱', schema: Ages } },
})
type AgeRow = { from_days: number; count: number; in_fen: number; out_fen: number }
serveRead(bankBreakAgeRoutes, readBankBreakAgesOperation, {
  reads: (_who, _input, now) => ({ bank_breaks: readAges(localDate(now)) }),
  present: ({ rows, now }) => {
    const bands = BANDS.map((from_days, at) => {
      const next = BANDS[at + 1]
      const found = rows.bank_breaks.find((row) => row.from_days === from_days)
      const { count = 0, in_fen = 0, out_fen = 0 } = found ?? {}
      const to_days = next === undefined ? null : next - 1
      return { from_days, to_days, count, in_fen, out_fen, both_fen: in_fen - out_fen }
    })
    const count = bands.reduce((sum, band) => sum + band.count, 0)
    return { object: 'bank_break_ages', as_of: localDate(now), count, bands }
  },
})
/** Surplus and shortage are added up each by itself, also of the two shops of one break. */
const readAges = (today: LocalDate) =>
  sql<AgeRow>`SELECT d.from_days, count(*) AS count,
           sum(max(d.difference_fen, 0) + max(d.other_difference_fen, 0)) AS in_fen,
           sum(min(d.difference_fen, 0) + min(d.other_difference_fen, 0)) AS out_fen
      FROM (SELECT b.difference_fen, b.other_difference_fen,
                   (SELECT max(f.value) FROM json_each(${JSON.stringify(BANDS)}) f
                     WHERE f.value <= max(0, julianday(${today}) - julianday(b.found_on))) AS from_days
              FROM bank_breaks b WHERE b.state IN ('open', 'proposed')) d
     GROUP BY d.from_days`
