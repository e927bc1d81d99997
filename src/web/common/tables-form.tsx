import type { FC } from 'hono/jsx'
import { type CityTable, cityOn, factsOn } from '../../kernel/city'
import { SECTOR_GROUPS } from '../../kernel/places'
import { SALE_REGIONS } from '../../law/sale-rule'
import { useAround, useSay } from '../around'
import { key } from '../door'
import { Check, Choice, Field, Words } from '../ui/form'
import { districtOptions } from '../ui/places'

const named = (of: Record<string, { name: string }>): [string, string][] =>
  Object.entries(of).map(([code, { name }]) => [code, name])
const REGIONS = named(SALE_REGIONS).filter(([code]) => code !== 'national' && code !== 'platform')
const MANY: readonly CityTable[] = [
  'district',
  'sector',
  'hotline',
  'court',
  'unit',
  'complaint_kind',
  'responder',
]

const WITH_ENGLISH: readonly CityTable[] = [
  'city',
  'hotline',
  'unit',
  'complaint_kind',
  'responder',
]

/** The form by which one official enters a row; another agrees before it counts. */
export const Enter: FC<{ table: CityTable; action: string }> = ({ table, action }) => {
  const t = useSay()
  const from =
    table === 'holidays' ? null : (
      <Field name="from_on" label={t('从哪天起', 'From')} type="date" required />
    )
  return (
    <form method="post" action={action} class="card">
      {key()}
      <h2>{t('录入一行', 'Enter a row')}</h2>
      <Values table={table} />
      {from}
      {MANY.includes(table) ? (
        <Check name="ends" value="yes">
          {t('从那天起没有这一行了（停用）', 'From that day on there is no such row')}
        </Check>
      ) : null}
      <Field
        name="source"
        label={t('出处', 'Source')}
        hint={t('文号、公告日期、网址', 'Number, date and address of the notice')}
        required
        minlength={2}
        maxlength={200}
      />
      <Field name="note" label={t('说明（可以不填）', 'Note (optional)')} maxlength={200} />
      <button type="submit">{t('录入，等另一人复核', 'Enter; another person checks')}</button>
    </form>
  )
}

const Values: FC<{ table: CityTable }> = ({ table }) => {
  const t = useSay()
  if (table === 'holidays') return <Holidays />
  if (table === 'lpr_1y' || table === 'deposit_1y')
    return (
      <Field
        name="percent"
        label={t('年利率（%）', 'Yearly rate (%)')}
        hint={t('例如 3.00', 'For example 3.00')}
        inputmode="decimal"
        required
      />
    )
  if (table === 'region')
    return <Choice name="code" label={t('地方', 'Region')} of={REGIONS} required />
  if (table === 'case_limit') return <Limits />
  return <Named table={table} />
}

/** How soon a case of a level is done, and how often a shop of it is visited. */
const Limits: FC = () => {
  const t = useSay()
  return (
    <>
      <Choice
        name="fact_key"
        label={t('级别', 'Level')}
        of={[1, 2, 3, 4, 5].map((n) => [`level_${n}`, t(`${n} 级`, `Level ${n}`)])}
        required
      />
      <Field
        name="case_days"
        label={t('几个工作日内办结', 'Working days until a case is done')}
        inputmode="numeric"
        required
        maxlength={2}
      />
      <Field
        name="patrol_days"
        label={t('至少每几天巡查一次', 'Days between two patrols')}
        inputmode="numeric"
        required
        maxlength={3}
      />
    </>
  )
}

/** Within how many minutes a unit answers, how to call it, and where. */
const Responds: FC = () => {
  const t = useSay()
  const { city, today } = useAround()
  return (
    <>
      <Field
        name="minutes"
        label={t('几分钟内要回应', 'Answers within minutes')}
        inputmode="numeric"
        maxlength={5}
      />
      <Field name="phone" label={t('电话', 'Telephone')} inputmode="tel" maxlength={20} />
      <fieldset>
        <legend>{t('管哪些区市（全市就不选）', 'Districts (none: everywhere)')}</legend>
        {districtOptions(city, today).map(([code, name]) => (
          <Check name="districts" value={code}>
            {name}
          </Check>
        ))}
      </fieldset>
    </>
  )
}

const Named: FC<{ table: CityTable }> = ({ table }) => {
  const t = useSay()
  return (
    <>
      <Code table={table} />
      {table === 'hotline' ? (
        <Field name="number" label={t('号码', 'Number')} inputmode="tel" maxlength={20} />
      ) : null}
      <Field name="name" label={t('名称', 'Name')} maxlength={60} />
      {table === 'district' || table === 'city' ? (
        <Field name="short_name" label={t('简称', 'Short name')} maxlength={60} />
      ) : null}
      {table === 'responder' ? <Responds /> : null}
      {WITH_ENGLISH.includes(table) ? (
        <Field name="name_en" label={t('英文名', 'Name in English')} maxlength={60} />
      ) : null}
      {table === 'city' ? <Custodian /> : null}
      {table === 'complaint_kind' ? <Clocks /> : null}
      {table === 'city' ? <JoinDesk /> : null}
      {table === 'sector' ? (
        <fieldset>
          <legend>{t('属于哪几组（都不属于就不选）', 'Groups (none is possible)')}</legend>
          {named(SECTOR_GROUPS).map(([code, name]) => (
            <Check name="groups" value={code}>
              {name}
            </Check>
          ))}
        </fieldset>
      ) : null}
    </>
  )
}

/** The bank and the picture of a city; what holds now stands in the fields, so that a new row keeps it. */
const Custodian: FC = () => {
  const t = useSay()
  const { city, today } = useAround()
  const { custodian, picture } = cityOn(city, today)
  return (
    <>
      <Field
        name="custodian_name"
        label={t('存管银行', 'Custody bank')}
        hint={t('还没有定就空着。', 'Leave empty until it is settled.')}
        value={custodian?.name ?? ''}
        maxlength={60}
      />
      <Field
        name="custodian_name_en"
        label={t('存管银行的英文名', 'Custody bank in English')}
        value={custodian?.name_en ?? ''}
        maxlength={60}
      />
      <Choice
        name="picture"
        label={t('城市图', 'Picture of the city')}
        value={picture ?? ''}
        of={[
          ['', t('没有', 'none')],
          ['coast', t('海岸、城门、灯塔', 'coast, gate, lighthouse')],
        ]}
      />
    </>
  )
}

/** Whom a shop that wants to join turns to; what holds now stands in the fields. */
const JoinDesk: FC = () => {
  const t = useSay()
  const { city, today } = useAround()
  const { desk } = cityOn(city, today)
  const fields: readonly (readonly [string, string, string, string | undefined])[] = [
    ['desk_name', '接入窗口', 'Desk for shops that join', desk?.name],
    ['desk_name_en', '接入窗口的英文名', 'Its name in English', desk?.name_en],
    ['desk_phone', '接入电话', 'Its telephone', desk?.phone],
    ['desk_address', '接入地址（可以空着）', 'Its address (may stay empty)', desk?.address],
    ['desk_hours', '接入时间', 'Its hours', desk?.hours],
    ['desk_hours_en', '接入时间的英文', 'Its hours in English', desk?.hours_en],
  ]
  return (
    <>
      {fields.map(([name, zh, en, value]) => (
        <Field name={name} label={t(zh, en)} value={value ?? ''} maxlength={100} />
      ))}
    </>
  )
}

/** A line of the responsibility list: whose it is, and its clocks in working days. */
const Clocks: FC = () => {
  const t = useSay()
  const { city, today } = useAround()
  const units = factsOn(city, 'unit', today).map(
    ({ key: code, value }) => [code, t(value.name, value.name_en)] as [string, string],
  )
  const clocks: readonly (readonly [string, string, string])[] = [
    ['accept_days', '几个工作日内受理', 'Working days to accept'],
    ['finish_days', '几个工作日内办结', 'Working days to finish'],
    ['extend_days', '最多延长几个工作日', 'Working days of one extension'],
    ['answer_days', '店家几个工作日内答复', 'Working days for the shop to answer'],
  ]
  return (
    <>
      <Choice
        name="way"
        label={t('投诉还是举报', 'Complaint or report')}
        of={[
          ['complaint', t('投诉', 'complaint')],
          ['report', t('举报', 'report')],
        ]}
      />
      <Choice name="unit" label={t('归哪个单位办', 'Whose it is')} of={units} />
      {clocks.map(([name, zh, en]) => (
        <Field name={name} label={t(zh, en)} inputmode="numeric" maxlength={2} />
      ))}
    </>
  )
}

const Code: FC<{ table: CityTable }> = ({ table }) => {
  const t = useSay()
  const { city, today } = useAround()
  if (table === 'city') return null
  if (table === 'court')
    return (
      <Choice name="fact_key" label={t('哪个区市', 'District')} of={districtOptions(city, today)} />
    )
  return (
    <Field
      name="fact_key"
      label={t('代码', 'Code')}
      hint={t('小写英文；改已有的一行，填它的代码', 'Lower case; the code of a row that changes')}
      required
      maxlength={20}
      autocapitalize="none"
    />
  )
}

const Holidays: FC = () => {
  const t = useSay()
  return (
    <>
      <Field name="fact_key" label={t('年份', 'Year')} inputmode="numeric" required maxlength={4} />
      <Field name="announced_on" label={t('公布日期', 'Announced on')} type="date" required />
      <Words
        name="off"
        label={t('放假', 'Days off')}
        hint={t(
          '一段一行：2027-01-01 2027-01-03；只放一天的写一个日期',
          'One span a line: 2027-01-01 2027-01-03; a single day alone',
        )}
        required
        maxlength={1_000}
      />
      <Words
        name="worked"
        label={t('要上班的周末', 'Weekend days that are worked')}
        hint={t('一天一行；没有就空着', 'One day a line; may be empty')}
        maxlength={1_000}
      />
    </>
  )
}
