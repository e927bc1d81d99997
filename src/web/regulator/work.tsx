import type { FC } from 'hono/jsx'
import { districtShort, sectorName } from '../../kernel/city'
import { listWatchedShopsOperation } from '../../supervision/routes'
import { useCity, useSay } from '../around'
import { RunningOut } from '../common/tables'
import { page } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { More } from '../ui/table'
import { Empty, Money, When } from '../ui/text'
import { nextInList, type WatchedPage, type WatchedShop } from './signal'
import { addressWith, Filters, whereAsked, whereText } from './where'

const Row: FC<{ shop: WatchedShop }> = ({ shop }) => {
  const t = useSay()
  const city = useCity()
  const [worst, ...others] = shop.signals
  if (!worst) return null
  const next = nextInList(shop, worst)
  const { stake_fen, stake_cards_count: cards } = shop
  return (
    <li>
      <Level n={shop.urgency} />
      <span>
        <a class="inline" href={`/r/shops/${shop.merchant_id}`}>
          <strong>{shop.merchant_name}</strong>
        </a>
        <br />
        <span class="small mute">
          {districtShort(city, shop.district)} · {sectorName(city, shop.sector)}
        </span>
      </span>
      <span>
        {t(worst.message, worst.message_en)}
        {others.map(({ message, message_en }) => (
          <span class="small mute also">{t(`另：${message}`, `Also: ${message_en}`)}</span>
        ))}
      </span>
      <span class="stake">
        <strong>{stake_fen > 0 ? <Money fen={stake_fen} /> : '—'}</strong>
        <span class="small mute">
          {cards > 0 ? t(`${cards} 张卡`, `${cards} cards`) : t('不涉及卡', 'no cards')}
        </span>
      </span>
      <a class="button plain" href={next.href}>
        {t(next.zh, next.en)}
      </a>
    </li>
  )
}

/** How fresh the figures are. */
export const Freshness: FC<{ of: Pick<WatchedPage, 'as_of' | 'coverage_on'> }> = ({ of }) => {
  const t = useSay()
  return (
    <p class="small mute">
      {t('数据截至 ', 'As of ')}
      <When at={of.as_of} />
      {of.coverage_on
        ? t(`；覆盖率按 ${of.coverage_on} 的封账表`, `; coverage of ${of.coverage_on}`)
        : t('；还没有封账表', '; no day closed yet')}
    </p>
  )
}

/** What the list comes to: how many shops there are here, how many to look at, how many of them today. */
const Answer: FC<{ totals: WatchedPage['totals']; place: string }> = ({ totals, place }) => {
  const t = useSay()
  const { shops_count: shops, watched_count: watched, urgent_count: urgent } = totals
  const said =
    shops === 0
      ? t('这里没有您辖区的店。', 'None of your shops is here.')
      : watched === 0
        ? t(`${shops} 家店都正常。`, `All ${shops} shops are in order.`)
        : t(
            `${watched} 家店要看，其中 ${urgent} 家紧急。`,
            `${watched} shops to look at, ${urgent} of them urgent.`,
          )
  return (
    <p>
      {place ? `${place}：` : ''}
      {said}
    </p>
  )
}

/** Whom do I visit today? The answer first, charts on a page of their own. */
page('GET', '/r', 'regulator', async (visit) => {
  const { t, c, ask, city } = visit
  const where = whereAsked(visit)
  const cursor = c.req.query('cursor')
  const seen = await ask(listWatchedShopsOperation, {
    query: { ...where, urgency_min: '2', limit: '50', cursor },
  })
  return (
    <Frame title={t('今天先去哪家店', 'Whom to visit today')}>
      <RunningOut base="/r" />
      <Answer totals={seen.totals} place={whereText(city, where)} />
      <Filters action="/r" where={where} />
      {seen.data.length === 0 ? (
        <Empty>
          <p>{t('没有要处理的事。', 'Nothing to do.')}</p>
          <p>
            <a class="button plain" href="/r/shops">
              {t('看全部店', 'All shops')}
            </a>
          </p>
        </Empty>
      ) : (
        <ol class="worklist">
          {seen.data.map((shop) => (
            <Row shop={shop} />
          ))}
        </ol>
      )}
      <More of={seen} href={addressWith('/r', where)} word={t('接下来的店', 'Next shops')} />
      <Freshness of={seen} />
      <p class="buttons links noprint">
        <a class="button plain" href="/r/morning">
          {t('晨会一页纸', 'Morning page')}
        </a>
        <a class="button plain" href="/r/tips">
          {t('顾客的线索', 'Tips')}
        </a>
        <a class="button plain" href="/r/incidents">
          {t('停业与失联', 'Closures')}
        </a>
        <a class="button plain" href="/r/tables">
          {t('城市参数', 'City tables')}
        </a>
      </p>
    </Frame>
  )
})
