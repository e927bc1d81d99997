import type { FC } from 'hono/jsx'
import { type City, districtShort, factsOn } from '../../kernel/city'
import { useAround, useSay } from '../around'
import { type Body, number, text } from '../door'
import type { Chart } from '../figures/charts'
import { Money, percent } from '../ui/text'

/** Whole yuan, for an axis only; the exact figures stand in the table. */
const yuanOf = (fen: number): number => Math.trunc(fen / 100)
const dayShort = (row: Body) => text(row, 'day').slice(5)

export const moneyChart = (days: readonly Body[], label: string): Chart => ({
  kind: 'lines',
  label,
  unit: '元',
  names: days.map(dayShort),
  lines: [
    { name: '充值', values: days.map((day) => yuanOf(number(day, 'paid_fen'))) },
    { name: '放款', values: days.map((day) => yuanOf(number(day, 'released_fen'))) },
  ],
})
export const usesChart = (days: readonly Body[], label: string): Chart => ({
  kind: 'bars',
  label,
  unit: '次',
  names: days.map(dayShort),
  lines: [{ name: '核销', values: days.map((day) => number(day, 'uses_count')) }],
})
export const districtChart = (city: City, districts: readonly Body[], label: string): Chart => ({
  kind: 'rows',
  label,
  unit: '元',
  names: districts.map((row) => districtShort(city, text(row, 'code'))),
  lines: [{ name: '欠顾客的钱', values: districts.map((row) => yuanOf(number(row, 'owed_fen'))) }],
})
export const ratioOf = (row: Body, field: string): string =>
  typeof row[field] === 'number' ? percent(number(row, field)) : '—'

/** The four figures an official is asked for. */
export const Kpis: FC<{ totals: Body; close: Body | null }> = ({ totals, close }) => {
  const t = useSay()
  const covered = close ? ((close.totals ?? {}) as Body) : null
  return (
    <div class="kpis">
      <div class="card kpi">
        {t('欠顾客的钱', 'Owed to customers')}
        <b>
          <Money fen={number(totals, 'owed_fen')} />
        </b>
        <span class="small mute">
          {t('专户余额 ', 'custody ')}
          <Money fen={number(totals, 'custody_fen')} />
        </span>
      </div>
      <div class="card kpi">
        {t('店', 'Shops')}
        <b>
          {t(`${number(totals, 'merchants_count')} 家`, String(number(totals, 'merchants_count')))}
        </b>
        <span class="small mute">
          {t(`${number(totals, 'cards_count')} 张卡`, `${number(totals, 'cards_count')} cards`)}
        </span>
      </div>
      <div class="card kpi">
        {t('放款给店家（累计）', 'Released (all time)')}
        <b>
          <Money fen={number(totals, 'released_fen')} />
        </b>
        <span class="small mute">
          {t('退给顾客 ', 'refunded ')}
          <Money fen={number(totals, 'refunded_fen')} />
        </span>
      </div>
      <div class="card kpi">
        {t('全市覆盖率', 'City coverage')}
        <b>{covered ? ratioOf(covered, 'coverage_bp') : '—'}</b>
        <span class="small mute">
          {close
            ? t(`${text(close, 'day')} 封账`, `closed ${text(close, 'day')}`)
            : t('还没有封账表', 'no day closed yet')}
        </span>
      </div>
    </div>
  )
}

/** The districts where they lie, north above south; each leads to its shops. */
export const Tiles: FC<{ districts: readonly Body[]; own: readonly string[] }> = ({
  districts,
  own,
}) => {
  const t = useSay()
  const { city, today } = useAround()
  return (
    <nav class="tiles map" aria-label={t('各地区', 'Districts')}>
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
              {t(
                `${number(row ?? {}, 'merchants_count')} 家店`,
                `${number(row ?? {}, 'merchants_count')} shops`,
              )}
            </span>
            <span class="small">
              <Money fen={number(row ?? {}, 'owed_fen')} />
            </span>
          </a>
        )
      })}
    </nav>
  )
}
