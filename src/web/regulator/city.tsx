import type { Child } from 'hono/jsx'
import { listBankClosesOperation } from '../../closes/routes'
import { readMeOperation } from '../../identity/routes'
import { districtName, sectorName } from '../../kernel/city'
import { readCityOverviewOperation } from '../../overviews/overview'
import { listDutyRosterOperation } from '../../people/roster'
import { Roster } from '../common/roster'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Money, When } from '../ui/text'
import { DistrictChart, Kpis, MoneyChart, ratioText, Tiles, UsesChart } from './city-parts'
import { placeText } from './where'

/** The jurisdiction at a glance: four figures, thirty days, the districts; every picture with its numbers below. */
page('GET', '/r/city', 'regulator', async (visit) => {
  const { ask, t, c, city } = visit
  const [seen, closes, me, roster] = await Promise.all([
    ask(readCityOverviewOperation),
    ask(listBankClosesOperation, { query: { limit: '30' } }),
    ask(readMeOperation),
    ask(listDutyRosterOperation),
  ])
  const sealed = closes.data
  const { days } = seen
  const own = me.districts
  const districts = seen.districts
  const place = placeText(visit, {}, own)
  const words = {
    money: t('近 30 天：充值与放款', '30 days: paid in and released'),
    uses: t('近 30 天：核销次数', '30 days: uses'),
    districts: t('各地区欠顾客的钱', 'Owed to customers by district'),
  }
  return (
    <Frame title={t('辖区全貌', 'The jurisdiction')}>
      <p class="small mute">
        {place} · {t('数据截至 ', 'as of ')}
        <When at={c.var.world.now()} />
      </p>
      <p>
        <a class="inline" href="/r/reports">
          {t('一周比前一周，哪里变差了', 'Week against week: where it got worse')}
        </a>{' '}
        <a class="inline" href="/r/credit-objections">
          {t('信用异议', 'Objections to marks')}
        </a>{' '}
        <a class="inline" href="/r/listings">
          {t('红黑名单', 'Red and black list')}
        </a>{' '}
        <a class="inline" href="/r/court-orders">
          {t('法院冻结', 'Frozen by courts')}
        </a>
      </p>
      <Kpis totals={seen.totals} close={sealed[0] ?? null} place={place} />
      <h2>{t('地区', 'Districts')}</h2>
      <div class="halves">
        <Tiles districts={districts} own={own} />
        <DistrictChart districts={districts} title={words.districts} />
      </div>
      <div class="halves">
        <MoneyChart days={days} title={words.money} />
        <UsesChart days={days} title={words.uses} />
      </div>
      <h2>{t('图上的数', 'The figures')}</h2>
      <Days of={days} t={t} />
      <Groups
        caption={t('地区', 'District')}
        of={districts}
        name={(code) => <a href={`/r/shops?district=${code}`}>{districtName(city, code)}</a>}
        t={t}
      />
      <Groups
        caption={t('行业', 'Trade')}
        of={seen.sectors}
        name={(code) => <a href={`/r/shops?sector=${code}`}>{sectorName(city, code)}</a>}
        t={t}
      />
      <Sealed of={sealed} t={t} />
      <Roster of={roster.data} />
    </Frame>
  )
})

type Overview = AnswerFor<typeof readCityOverviewOperation, 'regulator'>
type Group = Overview['districts'][number] | Overview['sectors'][number]
const Groups = ({
  caption,
  of,
  name,
  t,
}: {
  caption: string
  of: readonly Group[]
  name: (code: string) => Child
  t: (zh: string, en: string) => string
}) => (
  <Grid
    caption={caption}
    show_caption
    head={[
      caption,
      t('店', 'Shops'),
      t('卡', 'Cards'),
      t('欠顾客的钱', 'Owed to customers'),
      t('放款累计', 'Released'),
      t('覆盖率', 'Coverage'),
    ]}
    rows={of.map((row) => [
      name(row.code),
      row.merchants_count,
      row.cards_count,
      <Money fen={row.owed_fen} />,
      <Money fen={row.released_fen} />,
      ratioText(row),
    ])}
  />
)

type Say = (zh: string, en: string) => string
type Closed = AnswerFor<typeof listBankClosesOperation, 'regulator'>['data']
const Days = ({
  of,
  t,
}: {
  of: AnswerFor<typeof readCityOverviewOperation, 'regulator'>['days']
  t: Say
}) => (
  <Grid
    caption={t('近 30 天（没有动静的日子不列）', '30 days (quiet days left out)')}
    show_caption
    head={[t('日子', 'Day'), t('充值', 'Paid in'), t('核销', 'Uses'), t('放款', 'Released')]}
    rows={[...of]
      .reverse()
      .filter((day) => !day.is_quiet)
      .map((day) => [
        <time>{day.day}</time>,
        <Money fen={day.paid_fen} />,
        t(`${day.uses_count} 次`, String(day.uses_count)),
        <Money fen={day.released_fen} />,
      ])}
  />
)

const Sealed = ({ of, t }: { of: Closed; t: Say }) => (
  <Grid
    caption={t('全市覆盖率，按封账表', 'City coverage by closed day')}
    show_caption
    head={[
      t('日子', 'Day'),
      t('该有', 'Required'),
      t('银行有', 'Held'),
      t('覆盖率', 'Coverage'),
      t('在途', 'Transit'),
    ]}
    rows={of.map((close) => {
      const totals = close.totals
      return [
        <a href={`/r/coverage/${close.day}`}>
          <time>{close.day}</time>
        </a>,
        <Money fen={totals.owed_fen} />,
        totals.resource_fen === null ? '—' : <Money fen={totals.resource_fen} />,
        ratioText(totals),
        <Money fen={totals.in_transit_fen} />,
      ]
    })}
  />
)
