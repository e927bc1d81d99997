import { describe, expect, it } from 'vitest'
import china from '../../cities/china.json'
import { configuredCity } from '../../src/city/cities'
import { cityFrom } from '../../src/city/configuration'
import { findVoidTerms } from '../../src/clauses/read'
import {
  buildCity,
  cityOn,
  factsOn,
  hotlineOn,
  lastNamed,
  sectorGroups,
  valueOn,
} from '../../src/kernel/city'
import { coveredTo, runningOut } from '../../src/kernel/city-cover'
import { placeOn } from '../../src/offers/region'
import { cityRates, rateOn } from '../../src/reckoning/interest'
import { NANJING } from '../support/nanjing'
import { WEIHAI } from '../support/weihai'

const TODAY = '2026-11-30'
const own = { code: 'nowhere', tables: {} }
const row = (key: string, value: unknown, from_on = '2000-01-01') => [
  { key, from_on, value, source: '测试' },
]
const NAME = row('city', { name: '某市', short_name: '某某', name_en: 'Nowhere' })
const tables = {
  city: NAME,
  region: row('region', { code: 'shandong' }),
  district: row('east', { name: '东区', short_name: '东区' }),
}
type Rows = Parameters<typeof buildCity>[1]
const withRows = (rows: Rows) =>
  buildCity(WEIHAI, [
    ...Object.values(WEIHAI.tables).flatMap((table) => [...table.values()].flat()),
    ...rows,
  ] as Rows)

describe('a configuration', () => {
  it('is taken whole or not at all', () => {
    expect(cityFrom(china, { ...own, tables }).tables.district.size).toBe(1)
    for (const [what, more] of [
      ['no name', { city: undefined }],
      ['a region without rules', { region: row('region', { code: 'mars' }) }],
      ['a district without a short name', { district: row('east', { name: '东区' }) }],
      ['a key that is no code', { district: row('东', { name: '东区', short_name: '东区' }) }],
      [
        'a holiday on no day',
        {
          holidays: row('2027', {
            announced_on: '2026-11-06',
            off: [['2027-02-30', '2027-03-01']],
            worked: [],
          }),
        },
      ],
      [
        'holidays of another year',
        {
          holidays: row('2027', {
            announced_on: '2026-11-06',
            off: [['2028-01-01', '2028-01-03']],
            worked: [],
          }),
        },
      ],
      ['a table nobody knows', { weather: row('sun', {}) }],
    ] as const) {
      const said = Object.entries({ ...tables, ...more }).filter(([, rows]) => rows !== undefined)
      const broken = () => cityFrom(china, { ...own, tables: Object.fromEntries(said) })
      expect(broken, what).toThrow()
    }
  })
  it('of the city itself stands over the country’s', () => {
    expect(hotlineOn(WEIHAI, 'consumer', TODAY)).toBe('12315')
    expect(hotlineOn(NANJING, 'consumer', TODAY)).toBe('025-12315')
    expect(hotlineOn(NANJING, 'government', TODAY)).toBe('12345')
    expect(NANJING.calendar).toEqual(WEIHAI.calendar)
  })
  it('is named by the environment, and no other name starts anything', () => {
    expect(() => configuredCity('atlantis')).toThrow('YFB_CITY')
  })
})

describe('a dated row', () => {
  const ends = { table: 'district', key: 'lingang', source: '公告', value: null } as const
  const city = withRows([
    { ...ends, from_on: '2027-01-01', version: 1 },
    {
      table: 'lpr_1y',
      key: 'lpr_1y',
      from_on: '2026-12-20',
      value: { bp: 290 },
      source: '公告',
      version: 2,
    },
    {
      table: 'lpr_1y',
      key: 'lpr_1y',
      from_on: '2026-12-20',
      value: { bp: 295 },
      source: '更正',
      version: 3,
    },
  ])
  it('holds from its day on, and the later of two for one day alone counts', () => {
    const { lpr_1y } = cityRates(city)
    expect(rateOn(lpr_1y, '2026-12-19').bp).toBe(300)
    expect(rateOn(lpr_1y, '2026-12-20').bp).toBe(295)
    expect(lpr_1y.rates.filter(({ from }) => from === '2026-12-20')).toHaveLength(1)
    expect(city.version).toBe(3)
  })
  it('that ends leaves its name to those who were entered under it', () => {
    expect(valueOn(city, 'district', 'lingang', '2026-12-31')?.short_name).toBe('临港')
    expect(valueOn(city, 'district', 'lingang', '2027-01-01')).toBeNull()
    expect(lastNamed(city, 'district', 'lingang')?.short_name).toBe('临港')
    expect(factsOn(city, 'district', '2027-01-01')).toHaveLength(6)
  })
  it('gives a trade its groups as of the day', () => {
    const later = withRows([
      {
        table: 'sector',
        key: 'carwash',
        from_on: '2027-01-01',
        value: { name: '洗车', groups: ['residential_services'] },
        source: '公告',
        version: 1,
      },
    ])
    expect(sectorGroups(later, 'carwash', '2026-12-31')).toEqual([])
    expect(sectorGroups(later, 'carwash', '2027-01-01')).toEqual(['residential_services'])
    expect(cityOn(later, TODAY).region).toBe('shandong')
  })
})

describe('a table that runs out', () => {
  it('is told today of the holidays, which end with the year', () => {
    expect(runningOut(WEIHAI, TODAY)).toEqual([
      { table: 'holidays', covered_to: '2026-12-31', days_left: 31 },
    ])
    expect(runningOut(WEIHAI, '2026-11-01')).toEqual([])
  })
  it('is the LPR only when its next one is due, the working day from the 20th on', () => {
    expect(coveredTo(WEIHAI, 'lpr_1y')).toBe('2026-12-20')
    expect(runningOut(WEIHAI, '2026-12-15').map(({ table }) => table)).toEqual(['holidays'])
    expect(runningOut(WEIHAI, '2026-12-16').map(({ table }) => table)).toEqual([
      'lpr_1y',
      'holidays',
    ])
    expect(runningOut(WEIHAI, '2026-12-22')[0]).toEqual({
      table: 'lpr_1y',
      covered_to: '2026-12-20',
      days_left: -2,
    })
  })
  it('is the deposit rate a year after somebody looked, and never a table that stands', () => {
    expect(coveredTo(WEIHAI, 'deposit_1y')).toBe('2027-11-20')
    for (const table of ['city', 'region', 'district', 'sector', 'hotline', 'court'] as const)
      expect(coveredTo(WEIHAI, table)).toBeNull()
  })
})

describe('a clause about courts', () => {
  const clause = ['争议提交南京市玄武区人民法院管辖']
  const here = (city: typeof WEIHAI, district: string) => placeOn(city, district, TODAY).here
  it('is void where the court is far away, and fair where it is near', () => {
    expect(findVoidTerms(clause, here(WEIHAI, 'huancui'))).toHaveLength(1)
    expect(findVoidTerms(clause, here(NANJING, 'xuanwu'))).toEqual([])
    const weihai = ['争议提交山东省威海市环翠区人民法院管辖']
    expect(findVoidTerms(weihai, here(WEIHAI, 'huancui'))).toEqual([])
    expect(findVoidTerms(weihai, here(NANJING, 'xuanwu'))).toHaveLength(1)
  })
})
