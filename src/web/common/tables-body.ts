import type { proposeCityRowOperation } from '../../city/routes'
import type { CityTable } from '../../kernel/city'
import type { RequestParts } from '../door'

const DAY = /\d{4}-\d{2}-\d{2}/g
const lines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
/** A line is a span of two days or one day; whatever else was typed goes to the API as it is, and is refused there. */
const spanOf = (line: string): string[] => {
  const [first, last = first, ...more] = line.match(DAY) ?? []
  return first === undefined || last === undefined || more.length > 0 ? [line] : [first, last]
}
/** "3.00" is 300 basis points; anything that is no percentage is left as typed. */
export function typedBp(typed: string): number | string {
  const parts = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(typed.replace('%', '').trim())
  const [, whole, part = ''] = parts ?? []
  return whole === undefined ? typed : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** A whole number; anything else is left as typed, and refused by the API. */
const whole = (text: string): number | string => (/^\d{1,6}$/.test(text) ? Number(text) : text)

/** Within how many minutes a unit answers, how to call it, and where. */
function respondsTyped(typed: (name: string) => string, form: URLSearchParams) {
  const phone = typed('phone')
  const said = { minutes: whole(typed('minutes')), districts: form.getAll('districts') }
  return phone === '' ? said : { ...said, phone }
}

/** A city's names, its bank and its picture; what is missing is refused by the API. */
function cityTyped(typed: (name: string) => string, form: URLSearchParams) {
  const bank = { name: typed('custodian_name'), name_en: typed('custodian_name_en') }
  return {
    ...{ name: typed('name'), short_name: typed('short_name'), name_en: typed('name_en') },
    ...(bank.name === '' && bank.name_en === '' ? {} : { custodian: bank }),
    ...deskTyped(typed),
    ...(form.get('picture') === 'coast' ? { picture: 'coast' as const } : {}),
  }
}

/** A line of the responsibility list as typed. */
function kindTyped(typed: (name: string) => string) {
  const days = (field: string) => Number(typed(field))
  return {
    name: typed('name'),
    name_en: typed('name_en'),
    way: typed('way') === 'report' ? ('report' as const) : ('complaint' as const),
    unit: typed('unit'),
    accept_days: days('accept_days'),
    finish_days: days('finish_days'),
    extend_days: days('extend_days'),
    answer_days: days('answer_days'),
  }
}

/** What the form of a table said, as the API takes it. */
export function tableBody(
  table: CityTable,
  form: URLSearchParams,
): RequestParts<typeof proposeCityRowOperation>['body'] {
  const typed = (name: string) => (form.get(name) ?? '').trim()
  const note = typed('note')
  const said = { source: typed('source'), ...(note === '' ? {} : { note }) }
  const from_on = typed('from_on')
  const key = typed('fact_key')
  const name = typed('name')
  const short_name = typed('short_name')
  const name_en = typed('name_en')
  const ends = form.get('ends') === 'yes'
  switch (table) {
    case 'holidays': {
      const off = lines(typed('off')).map(spanOf)
      const days = { announced_on: typed('announced_on'), off, worked: lines(typed('worked')) }
      return { table, key, value: days, ...said }
    }
    case 'lpr_1y':
    case 'deposit_1y':
      return { table, from_on, value: { bp: typedBp(typed('percent')) }, ...said }
    case 'region':
      return { table, from_on, value: { code: typed('code') }, ...said }
    case 'city':
      return { table, from_on, value: cityTyped(typed, form), ...said }
    case 'sector': {
      const value = ends ? null : { name, groups: form.getAll('groups') }
      return { table, key, from_on, value, ...said }
    }
    case 'hotline': {
      const value = ends ? null : { number: typed('number'), name, name_en }
      return { table, key, from_on, value, ...said }
    }
    case 'unit': {
      const value = ends ? null : { name, name_en }
      return { table, key, from_on, value, ...said }
    }
    case 'complaint_kind': {
      const value = ends ? null : kindTyped(typed)
      return { table, key, from_on, value, ...said }
    }
    case 'court':
      return { table, key, from_on, value: ends ? null : { name }, ...said }
    case 'case_limit': {
      const value = {
        case_days: whole(typed('case_days')),
        patrol_days: whole(typed('patrol_days')),
      }
      return { table, key, from_on, value, ...said }
    }
    case 'responder': {
      const value = ends ? null : { name, name_en, ...respondsTyped(typed, form) }
      return { table, key, from_on, value, ...said }
    }
    case 'district': {
      const value = ends ? null : { name, short_name }
      return { table, key, from_on, value, ...said }
    }
  }
}

/** The desk for shops that join, if any of its fields was filled; what is missing then is refused by the API. */
function deskTyped(typed: (name: string) => string) {
  const desk = {
    name: typed('desk_name'),
    name_en: typed('desk_name_en'),
    phone: typed('desk_phone'),
    hours: typed('desk_hours'),
    hours_en: typed('desk_hours_en'),
  }
  const address = typed('desk_address')
  if (address === '' && Object.values(desk).every((field) => field === '')) return {}
  return { desk: address === '' ? desk : { ...desk, address } }
}
