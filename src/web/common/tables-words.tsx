import type { FC } from 'hono/jsx'
import type { CityTable } from '../../kernel/city'
import { SECTOR_GROUPS } from '../../kernel/places'
import { SALE_REGIONS } from '../../law/sale-rule'
import { type Say, useSay } from '../around'
import { percent } from '../ui/text'

type Value = Readonly<Record<string, unknown>> | null
const said = (value: NonNullable<Value>, field: string): string => String(value[field] ?? '')
const days = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.map((one: string | string[]) => (Array.isArray(one) ? one.join('—') : one))
    : []

/** A row's value as people read it; a row that ends says so. */
export function valueText(table: CityTable, value: Value, t: Say): string {
  if (value === null) return t('从这天起没有这一行', 'ends on that day')
  if (table === 'lpr_1y' || table === 'deposit_1y') return percent(Number(value.bp))
  if (table === 'region') return nameIn(SALE_REGIONS, said(value, 'code'))
  if (table === 'holidays')
    return t(
      `放假 ${days(value.off).join('、')}；上班 ${days(value.worked).join('、') || '无'}`,
      `off ${days(value.off).join(', ')}; worked ${days(value.worked).join(', ') || 'none'}`,
    )
  if (table === 'sector') {
    const groups = Array.isArray(value.groups) ? value.groups.map(String) : []
    return `${said(value, 'name')}（${groups.map((group) => nameIn(SECTOR_GROUPS, group)).join('、') || t('不在任何一组', 'in no group')}）`
  }
  if (table === 'complaint_kind') return kindText(value, t)
  if (table === 'hotline') return `${said(value, 'number')} · ${said(value, 'name')}`
  if (table === 'case_limit')
    return t(
      `${said(value, 'case_days')} 个工作日内办结；至少每 ${said(value, 'patrol_days')} 天巡查一次`,
      `done in ${said(value, 'case_days')} working days; a patrol every ${said(value, 'patrol_days')} days`,
    )
  if (table === 'responder') {
    const where = days(value.districts).join('、') || t('全市', 'everywhere')
    return `${said(value, 'name')} · ${t(`${said(value, 'minutes')} 分钟`, `${said(value, 'minutes')} min`)} · ${where}`
  }
  const short = value.short_name === undefined ? '' : `（${said(value, 'short_name')}）`
  return `${said(value, 'name')}${short}`
}
function kindText(value: NonNullable<Value>, t: Say): string {
  const is_report = value.way === 'report'
  const days = [
    [t('受理', 'accept'), 'accept_days'],
    [t('办结', 'finish'), 'finish_days'],
    [t('可延', 'extend'), 'extend_days'],
    [t('店家答复', 'answer'), 'answer_days'],
  ].map(([what = '', field = '']) => `${what} ${said(value, field)}`)
  const name = t(said(value, 'name'), said(value, 'name_en'))
  const way = is_report ? t('举报', 'report') : t('投诉', 'complaint')
  return `${way}：${name} · ${said(value, 'unit')} · ${days.join(' · ')} ${t('个工作日', 'working days')}`
}
const nameIn = (names: Record<string, { name: string }>, code: string): string =>
  names[code]?.name ?? code

/** What rests on a table, who enters it, how often, and from which source (docs/CITY.md). */
const ABOUT: Record<CityTable, readonly [zh: string, en: string]> = {
  city: ['写进合同、显示在页面上的城市名。', 'The name in contracts and on pages.'],
  region: [
    '除了全国的，还适用哪个地方的法规：冷静期、限额、季度填报的期限。',
    'Whose rules hold beside the nation’s: cooling-off, caps, quarterly filings.',
  ],
  district: [
    '店能开在哪些区市、监管管哪里。停用的区市，原来的店照旧。',
    'Where a shop may stand, what a supervisor oversees. Shops of an ended one stay.',
  ],
  sector: [
    '店能登记的行业，和每个行业受哪几组规则约束。',
    'Trades a shop may be entered under, and which rules reach them.',
  ],
  hotline: ['页面和合同上请人拨打的电话。', 'Whom pages and contracts say to call.'],
  court: ['每个区市的一审法院，写在维权材料里。', 'Each district’s court, named in claim papers.'],
  unit: ['投诉由谁办：单位的名称。', 'Offices that handle complaints.'],
  complaint_kind: [
    '每种投诉、举报归哪个单位，几个工作日受理、办结，店家几个工作日答复。改了以后只管新的投诉。',
    'Whose each kind is, and its clocks in working days. A new row counts for new complaints.',
  ],
  case_limit: [
    '每个级别的店：案件几个工作日内办结，至少隔几天巡查一次。',
    'By level: in how many working days a case is done, and how often a shop is visited.',
  ],
  responder: [
    '店家失联时吹哨叫来的单位：几分钟内要回应，管哪些区市。',
    'Units whistled for when a shop is gone: in how many minutes they answer, and where.',
  ],
  holidays: [
    '国务院办公厅每年 11 月前后公布下一年的。所有按工作日算的期限都看它；录入以后，暂定的期限会重算，只推迟，并告诉顾客和店家。',
    'Announced each November. Periods of working days rest on it; provisional ends move later and are told.',
  ],
  lpr_1y: [
    '全国银行间同业拆借中心每月 20 日公布（遇节假日顺延），没有变也要录入。店家原因的退款按它计息。',
    'Announced on the 20th of each month, also when it stays. Interest for the shop’s cause.',
  ],
  deposit_1y: [
    '中国人民银行公布。没有变的，每年确认一次。顾客原因的退款按它计息。',
    'By the central bank; confirmed once a year. Interest for the holder’s cause.',
  ],
}
export const About: FC<{ table: CityTable }> = ({ table }) => {
  const t = useSay()
  return <p class="note">{t(...ABOUT[table])}</p>
}
