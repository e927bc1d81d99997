import type { FC } from 'hono/jsx'
import type { listBankClosesOperation } from '../../closes/routes'
import { districtShort, factsOn } from '../../kernel/city'
import { wholeYuan, yuan } from '../../kernel/money'
import type { readCityOverviewOperation } from '../../overviews/overview'
import { type Say, useAround, useSay } from '../around'
import { Bars, Lines } from '../charts/lines'
import { ChartFigure, Lying } from '../charts/lying'
import type { AnswerFor } from '../door'
import { Money, percent } from '../ui/text'

type DistrictAnswer = AnswerFor<typeof readCityOverviewOperation, 'regulator'>['districts'][number]
type TotalsAnswer = AnswerFor<typeof readCityOverviewOperation, 'regulator'>['totals']
type BankCloseAnswer = AnswerFor<typeof listBankClosesOperation, 'regulator'>['data'][number]
type DayAnswer = AnswerFor<typeof readCityOverviewOperation, 'regulator'>['days'][number]

/** What moved on a day. */
type Moved = Omit<DayAnswer, 'topups_count'>

const namesOf = (days: readonly Moved[]) => days.map((row) => row.day.slice(5))
/** What an ear is told of a line: its last figure and its highest. */
const toldOf = (name: string, values: readonly number[], t: Say): string => {
  const [last, most] = [values.at(-1) ?? 0, Math.max(0, ...values)]
  return t(`${name}最近 ${last}，最高 ${most}`, `${name}: last ${last}, highest ${most}`)
}

export const MoneyChart: FC<{ days: readonly Moved[]; title: string }> = ({ days, title }) => {
  const t = useSay()
  const series = [
    { name: t('充值', 'Paid in'), values: days.map((day) => wholeYuan(day.paid_fen)) },
    { name: t('放款', 'Released'), values: days.map((day) => wholeYuan(day.released_fen)) },
  ]
  const told = series.map(({ name, values }) => toldOf(name, values, t))
  return (
    <ChartFigure title={t(`${title}（元）`, `${title} (yuan)`)}>
      <Lines names={namesOf(days)} series={series} label={[title, ...told].join(t('；', '; '))} />
    </ChartFigure>
  )
}
export const UsesChart: FC<{ days: readonly Moved[]; title: string }> = ({ days, title }) => {
  const t = useSay()
  const values = days.map((day) => day.uses_count)
  const told = toldOf(t('核销', 'Uses'), values, t)
  return (
    <ChartFigure title={title}>
      <Bars names={namesOf(days)} values={values} label={`${title}${t('；', '; ')}${told}`} />
    </ChartFigure>
  )
}
export const DistrictChart: FC<{ districts: readonly DistrictAnswer[]; title: string }> = ({
  districts,
  title,
}) => {
  const t = useSay()
  const { city } = useAround()
  const rows = districts.map((row) => ({
    name: districtShort(city, row.code),
    value: wholeYuan(row.owed_fen),
    said: yuan(row.owed_fen),
    href: `/r/shops?district=${row.code}`,
  }))
  const told = rows.map(({ name, said }) => `${name} ${said}`).join(t('，', ', '))
  return (
    <ChartFigure title={title}>
      <Lying of={rows} label={`${title}${t('：', ': ')}${told}`} />
    </ChartFigure>
  )
}
export const ratioText = (row: { coverage_bp: number | null }): string =>
  row.coverage_bp === null ? '—' : percent(row.coverage_bp)

/** The four figures an official is asked for. */
type KpisProps = { totals: TotalsAnswer; close: BankCloseAnswer | null; place: string }
export const Kpis: FC<KpisProps> = ({ totals, close, place }) => {
  const t = useSay()
  const covered = close ? close.totals : null
  return (
    <div class="kpis">
      <div class="card kpi">
        {t(`欠顾客的钱（${place}）`, `Owed to customers (${place})`)}
        <b>
          <Money fen={totals.owed_fen} />
        </b>
        <span class="small mute">
          {t('专户余额 ', 'custody ')}
          <Money fen={totals.custody_fen} />
        </span>
      </div>
      <div class="card kpi">
        {t(`店（${place}）`, `Shops (${place})`)}
        <b>{t(`${totals.merchants_count} 家`, String(totals.merchants_count))}</b>
        <span class="small mute">
          {t(`${totals.cards_count} 张卡`, `${totals.cards_count} cards`)}
        </span>
      </div>
      <div class="card kpi">
        {t(`放款给店家（累计，${place}）`, `Released (all time, ${place})`)}
        <b>
          <Money fen={totals.released_fen} />
        </b>
        <span class="small mute">
          {t('退给顾客 ', 'refunded ')}
          <Money fen={totals.refunded_fen} />
        </span>
      </div>
      <div class="card kpi">
        {t('全市覆盖率', 'City coverage')}
        <b>{covered ? ratioText(covered) : '—'}</b>
        <span class="small mute">
          {close
            ? t(`${close.day} 封账`, `closed ${close.day}`)
            : t('还没有封账表', 'no day closed yet')}
        </span>
      </div>
    </div>
  )
}

/** The districts where they lie, north above south; each leads to its shops. */
export const Tiles: FC<{ districts: readonly DistrictAnswer[]; own: readonly string[] }> = ({
  districts,
  own,
}) => {
  const t = useSay()
  const { city, today } = useAround()
  return (
    <nav class="map" aria-label={t('各地区', 'Districts')}>
      {factsOn(city, 'district', today).map(({ key: code }) => {
        const row = districts.find((one) => one.code === code)
        if (!own.includes(code))
          return (
            <span class={`mute at-${code}`}>
              <strong>{districtShort(city, code)}</strong>
              <span class="small">{t('不在您的辖区', 'not yours')}</span>
            </span>
          )
        return (
          <a class={`at-${code}`} href={`/r/shops?district=${code}`}>
            <strong>{districtShort(city, code)}</strong>
            <span class="small">
              {t(`${row?.merchants_count ?? 0} 家店`, `${row?.merchants_count ?? 0} shops`)}
            </span>
            <span class="small">
              <Money fen={row?.owed_fen ?? 0} />
            </span>
          </a>
        )
      })}
    </nav>
  )
}
