import * as z from 'zod'
import { CITY_TABLES, type City, type CityFact, type CityTable, cityOn } from '../kernel/city'
import { coveredTo, LEAD_DAYS } from '../kernel/city-cover'
import { idPattern } from '../kernel/ids'
import { daysBetween, type LocalDate } from '../kernel/time'
import { Desk } from './rows'
import { PROPOSAL_STATES, type ProposalRow } from './store'

export const Table = z.enum(CITY_TABLES)
/** By its table; each has its own fields, which `POST /v1/city/proposals` spells out. */
const Value = z.record(z.string(), z.unknown()).nullable()

export const CityView = z
  .strictObject({
    object: z.literal('city'),
    code: z.string(),
    version: z.int().meta({ description: '每有一行生效加一；0 是出厂配置' }),
    name: z.string(),
    short_name: z.string(),
    name_en: z.string(),
    custodian: z
      .strictObject({ name: z.string(), name_en: z.string() })
      .optional()
      .meta({ description: '存管银行；没有写就没有' }),
    desk: Desk.optional().meta({ description: '店家接入找谁；没有写就没有' }),
    picture: z.enum(['coast']).optional().meta({ description: '首页和海报上的城市图' }),
    region: z.string().meta({ description: '适用哪个地方的法规' }),
    tables: z.array(
      z.strictObject({
        table: Table,
        rows_count: z.int(),
        covered_to: z
          .string()
          .nullable()
          .meta({ description: '知道到哪一天；空：一直有效，直到有新的一行' }),
        days_left: z.int().nullable(),
        runs_out_soon: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'City', description: '这座城市的参数表，和每张表知道到哪一天' })

export function presentCity(city: City, on: LocalDate): z.input<typeof CityView> {
  return {
    object: 'city',
    code: city.code,
    version: city.version,
    ...cityOn(city, on),
    tables: CITY_TABLES.map((table) => {
      const covered_to = coveredTo(city, table)
      const days_left = covered_to === null ? null : daysBetween(on, covered_to)
      const lead_days = LEAD_DAYS[table as keyof typeof LEAD_DAYS] ?? 0
      return {
        table,
        rows_count: [...city.tables[table].values()].flat().length,
        covered_to,
        days_left,
        runs_out_soon: days_left !== null && days_left < lead_days,
      }
    }),
  }
}

export const FactView = z
  .strictObject({
    object: z.literal('city_fact'),
    table: Table,
    key: z.string(),
    from_on: z.string(),
    value: Value.meta({ description: '空：从这天起没有这一行了' }),
    source: z.string(),
    version: z.int(),
  })
  .meta({ id: 'CityFact', description: '城市参数表的一行，从某天起有效' })

export const presentFact = (fact: CityFact): z.input<typeof FactView> => ({
  object: 'city_fact',
  table: fact.table,
  key: fact.key,
  from_on: fact.from_on,
  value: fact.value as Record<string, unknown> | null,
  source: fact.source,
  version: fact.version,
})

/** Every row of a table, by key and day; of two for one day the later one alone counts. */
export function cityTableRows(city: City, table: CityTable, on: LocalDate | undefined): CityFact[] {
  const keys = [...city.tables[table].values()] as (readonly CityFact[])[]
  if (on !== undefined)
    return keys.flatMap((rows) => rows.findLast(({ from_on }) => from_on <= on) ?? [])
  return keys.flatMap((rows) => rows.filter((row, i) => row.from_on !== rows[i + 1]?.from_on))
}

export const ProposalView = z
  .strictObject({
    object: z.literal('city_proposal'),
    id: z.string().regex(idPattern('ctp')),
    table: Table,
    key: z.string(),
    from_on: z.string(),
    value: Value,
    source: z.string(),
    note: z.string().nullable(),
    state: z.enum(PROPOSAL_STATES),
    version: z.int().nullable(),
    entered_by: z.string(),
    entered_by_name: z.string(),
    entered_at: z.string(),
    checked_by: z.string().nullable(),
    checked_by_name: z.string().nullable(),
    checked_at: z.string().nullable(),
    decision_note: z.string().nullable(),
    is_own: z.boolean().meta({ description: '是不是您自己录入的；自己不能复核' }),
  })
  .meta({ id: 'CityProposal', description: '城市参数表里有人录入的一行，另一人复核后生效' })

export const presentProposal = (p: ProposalRow): z.input<typeof ProposalView> => ({
  object: 'city_proposal',
  id: p.id,
  table: p.city_table,
  key: p.fact_key,
  from_on: p.from_on,
  value: p.value === null ? null : (JSON.parse(p.value) as Record<string, unknown>),
  source: p.source,
  note: p.note,
  state: p.state,
  version: p.version,
  entered_by: p.entered_by,
  entered_by_name: p.entered_by_name,
  entered_at: p.entered_at,
  checked_by: p.checked_by,
  checked_by_name: p.checked_by_name,
  checked_at: p.checked_at,
  decision_note: p.decision_note,
  is_own: p.is_own === 1,
})
