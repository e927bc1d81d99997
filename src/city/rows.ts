import * as z from 'zod'
import { SECTOR_GROUPS, type SectorGroup } from '../kernel/places'
import { daysBetween, type LocalDate, plusDays } from '../kernel/time'
import { SALE_REGIONS, type SaleRegion } from '../law/sale-rule'

/** A day that exists. */
export const Day = z.iso.date()
const Name = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .refine((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text), '须为一行文字，不能有控制字符')
const Code = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,19}$/)
  .meta({ description: '小写英文代码，例如 huancui' })
/** A place whose own rules the law's table has; the nation's and the platform's hold everywhere. */
const regions = (Object.keys(SALE_REGIONS) as SaleRegion[]).filter(
  (code) => code !== 'national' && code !== 'platform',
)
const Region = z.enum(regions).meta({ description: '适用哪个地方的法规' })
const groups = Object.keys(SECTOR_GROUPS) as SectorGroup[]
const Rate = z.strictObject({
  bp: z.int().min(0).max(2_400).meta({ description: '年利率，万分之几' }),
})

const Holidays = z
  .strictObject({
    announced_on: Day,
    off: z
      .array(z.tuple([Day, Day]))
      .min(1)
      .max(20)
      .meta({ description: '放假的日子，每段写第一天和最后一天' }),
    worked: z.array(Day).max(30).meta({ description: '要上班的周末' }),
  })
  .superRefine(({ off, worked }, { addIssue }) => {
    const fault = faultOf(off, worked)
    if (fault) addIssue({ code: 'custom', path: [fault.field], message: fault.why })
  })

/** Where a shop that wants to join finds the operator. */
export const Desk = z.strictObject({
  name: Name.meta({ description: '窗口或单位的名称' }),
  name_en: Name,
  phone: z
    .string()
    .regex(/^[0-9-]{3,20}$/)
    .meta({ description: '电话' }),
  address: z
    .string()
    .trim()
    .min(2)
    .max(100)
    .optional()
    .meta({ description: '地址；没有就预约后告知' }),
  hours: Name.meta({ description: '什么时候有人，例如 工作日 9:00–17:00' }),
  hours_en: Name,
})

const Workdays = z.int().min(1).max(60)
/** Mediation ends 45 working days after acceptance, whatever a list says (市场监督管理投诉举报处理暂行办法 §21). */
const MEDIATION_WORKDAYS_MAX = 45
const ComplaintKind = z
  .strictObject({
    name: Name,
    name_en: Name,
    way: z.enum(['complaint', 'report']).meta({ description: 'complaint：投诉；report：举报' }),
    unit: Code.meta({ description: '哪个单位办，单位表里的代码' }),
    accept_days: Workdays.max(7).meta({ description: '几个工作日内决定受理，不超过 7' }),
    finish_days: Workdays.meta({ description: '受理后几个工作日内办结' }),
    extend_days: z.int().min(0).max(30).meta({ description: '可以延长一次，最多几个工作日' }),
    answer_days: Workdays.max(15).meta({ description: '店家几个工作日内答复' }),
  })
  .refine(({ finish_days, extend_days }) => finish_days + extend_days <= MEDIATION_WORKDAYS_MAX, {
    path: ['extend_days'],
    error: `办结和延长加起来不超过 ${MEDIATION_WORKDAYS_MAX} 个工作日`,
  })

/** What the values of each table look like; the same for a configuration and for what an official enters. */
export const VALUES = {
  city: z.strictObject({
    name: Name,
    short_name: Name,
    name_en: Name,
    custodian: z
      .strictObject({ name: Name, name_en: Name })
      .optional()
      .meta({ description: '存管银行，按它自己的叫法；没有写就不写银行' }),
    desk: Desk.optional().meta({ description: '店家接入找谁；没有写就请拨政务热线' }),
    picture: z.enum(['coast']).optional().meta({ description: '首页和海报上的城市图' }),
  }),
  region: z.strictObject({ code: Region }),
  district: z.strictObject({ name: Name, short_name: Name }),
  sector: z.strictObject({ name: Name, groups: z.array(z.enum(groups)).max(5) }),
  hotline: z.strictObject({
    number: z.string().regex(/^[0-9-]{3,20}$/),
    name: Name,
    name_en: Name,
  }),
  court: z.strictObject({ name: Name }),
  unit: z.strictObject({ name: Name, name_en: Name }),
  complaint_kind: ComplaintKind,
  case_limit: z.strictObject({
    case_days: z.int().min(1).max(30).meta({ description: '几个工作日内办结' }),
    patrol_days: z.int().min(1).max(180).meta({ description: '至少每几天巡查一次' }),
  }),
  responder: z.strictObject({
    name: Name,
    name_en: Name,
    minutes: z.int().min(5).max(14_400).meta({ description: '几分钟内要有回应' }),
    phone: z
      .string()
      .regex(/^[0-9-]{3,20}$/)
      .optional(),
    districts: z.array(Code).max(50).meta({ description: '管哪些区市；空着就是全市' }),
  }),
  holidays: Holidays,
  lpr_1y: Rate,
  deposit_1y: Rate,
} as const

/** Keys of the tables that have more rows than one; the others' only key is the table's own name. */
export const KEYS = {
  district: Code,
  sector: Code,
  hotline: Code,
  court: Code.meta({ description: '区市的代码' }),
  unit: Code,
  complaint_kind: Code,
  case_limit: z.enum(['level_1', 'level_2', 'level_3', 'level_4', 'level_5']),
  responder: Code.meta({ description: '单位的代码' }),
  holidays: z
    .string()
    .regex(/^20\d\d$/)
    .meta({ description: '年份' }),
} as const
/** What the platform cannot do without: changed, never ended. */
export const NEEDED: readonly string[] = [
  'hotline:consumer',
  'hotline:government',
  'case_limit:level_1',
  'case_limit:level_2',
  'case_limit:level_3',
  'case_limit:level_4',
  'case_limit:level_5',
]
/** Tables whose rows can end. */
export const ENDING: readonly string[] = [
  'district',
  'sector',
  'hotline',
  'court',
  'unit',
  'complaint_kind',
  'responder',
]

const SPAN_DAYS_MAX = 12
type Fault = { field: 'off' | 'worked'; why: string }
/** A notice names days of its own year, and at most the last week of the year before; worked days are weekend days. */
function faultOf(
  off: readonly (readonly [LocalDate, LocalDate])[],
  worked: readonly LocalDate[],
): Fault | null {
  let before: LocalDate = ''
  for (const [first, last] of off) {
    if (first > last || daysBetween(first, last) >= SPAN_DAYS_MAX)
      return { field: 'off', why: `${first} 至 ${last} 不是一段假期` }
    if (first <= before) return { field: 'off', why: '每段须按先后排列，不能重叠' }
    before = last
  }
  for (const on of worked) {
    const weekday = new Date(`${on}T00:00:00.000Z`).getUTCDay()
    if (weekday !== 0 && weekday !== 6) return { field: 'worked', why: `${on} 不是周末` }
    if (off.some(([first, last]) => first <= on && on <= last))
      return { field: 'worked', why: `${on} 也写成了放假` }
  }
  return null
}

/** Whether a year's notice names only days that can be its own. */
export function isInYear(
  year: string,
  { off, worked }: Pick<z.output<typeof Holidays>, 'off' | 'worked'>,
): boolean {
  const from = plusDays(`${year}-01-01`, -7)
  return [...off.flat(), ...worked].every((on) => from <= on && on <= `${year}-12-31`)
}
