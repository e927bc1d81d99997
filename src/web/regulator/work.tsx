import type { FC } from 'hono/jsx'
import { readMeOperation } from '../../identity/routes'
import { type City, districtShort, sectorName } from '../../kernel/city'
import { yuan } from '../../kernel/money'
import { listWatchedShopsOperation } from '../../supervision/routes'
import { type Say, useSay } from '../around'
import { RunningOut } from '../common/tables'
import { page } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { type Case, Cases, KeyHelp } from '../look/cases'
import { Chips } from '../look/desk'
import { More } from '../ui/table'
import { Empty, Money, When } from '../ui/text'
import { nextInList, type WatchedPage, type WatchedShop } from './signal'
import { addressWith, Filters, Outside, placeText, type Where, whereAsked } from './where'

const caseOf = (t: Say, city: City, shop: WatchedShop): Case | null => {
  const [worst, ...others] = shop.signals
  if (!worst) return null
  const next = nextInList(shop, worst)
  const { stake_fen, stake_cards_count: cards } = shop
  return {
    level: <Level n={shop.urgency} />,
    name: shop.merchant_name,
    href: `/r/shops/${shop.merchant_id}`,
    place: `${districtShort(city, shop.district)} · ${sectorName(city, shop.sector)}`,
    why: t(worst.message, worst.message_en),
    more: others.map(({ message, message_en }) => (
      <p>{t(`另：${message}`, `Also: ${message_en}`)}</p>
    )),
    stake: stake_fen > 0 ? <Money fen={stake_fen} /> : '—',
    people: cards > 0 ? t(`${cards} 张卡`, `${cards} cards`) : t('不涉及卡', 'no cards'),
    act: (
      <a class="button mini plain" href={next.href} data-key="v">
        {t(next.zh, next.en)}
      </a>
    ),
  }
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

/** What the list comes to, and for which districts: shops, how many to look at, how many of them today, what they owe. */
const Answer: FC<{ totals: WatchedPage['totals']; place: string }> = ({ totals, place }) => {
  const t = useSay()
  const { shops_count: shops, watched_count: watched, urgent_count: urgent } = totals
  const { owed_fen, cards_count: cards } = totals
  if (shops === 0) return t(`${place}：没有店。`, `${place}: no shops.`)
  const said =
    watched === 0
      ? t(`${shops} 家店都正常`, `all ${shops} shops are in order`)
      : t(
          `${shops} 家店里 ${watched} 家要看，其中 ${urgent} 家紧急`,
          `${watched} of ${shops} shops to look at, ${urgent} of them urgent`,
        )
  return (
    <>
      {place}
      {t('：', ': ')}
      <b>{said}</b>
      {t(
        `；共 ${cards} 张卡，欠顾客 ${yuan(owed_fen)}`,
        `; ${cards} cards, ${yuan(owed_fen)} owed to customers`,
      )}
    </>
  )
}

/** From which level on a list is shown; each is an address. */
const LEVELS = [
  ['2', '全部', 'All'],
  ['4', '紧急（4 级起）', 'Urgent (from 4)'],
  ['5', '今天去（5 级）', 'Go today (5)'],
] as const
const Levels: FC<{ from: string; where: Where; totals: WatchedPage['totals'] }> = (of) => {
  const t = useSay()
  const { watched_count, urgent_count } = of.totals
  const counts: Record<string, number> = { 2: watched_count, 4: urgent_count }
  return (
    <Chips
      label={t('级别', 'Level')}
      of={LEVELS.map(([level, zh, en]) => ({
        href: addressWith('/r', level === '2' ? of.where : { ...of.where, urgency_min: level }),
        word: t(zh, en),
        ...(counts[level] === undefined ? {} : { count: counts[level] }),
        current: level === of.from,
      }))}
    />
  )
}

const Ways: FC = () => {
  const t = useSay()
  return (
    <>
      <a class="button plain" href="/r/morning">
        {t('晨会一页纸', 'Morning page')}
      </a>
      <a class="button plain" href="/r/incidents">
        {t('停业与失联', 'Closures')}
      </a>
      <a class="button plain" href="/r/tips">
        {t('顾客的线索', 'Tips')}
      </a>
      <a class="button plain" href="/r/tables">
        {t('城市参数', 'City tables')}
      </a>
    </>
  )
}

/** Whom do I visit today? The answer first, charts on a page of their own. */
page('GET', '/r', 'regulator', async (visit) => {
  const { t, c, ask, city } = visit
  const where = whereAsked(visit)
  const cursor = c.req.query('cursor')
  const from = LEVELS.find(([level]) => level === c.req.query('urgency_min'))?.[0] ?? '2'
  const [seen, { districts: own }] = await Promise.all([
    ask(listWatchedShopsOperation, {
      query: { ...where, urgency_min: from, limit: '50', cursor },
    }),
    ask(readMeOperation),
  ])
  const cases = seen.data.flatMap((shop) => caseOf(t, city, shop) ?? [])
  const lasting = from === '2' ? where : { ...where, urgency_min: from }
  return (
    <Frame
      title={t('今天先去哪家店', 'Whom to visit today')}
      lead={<Answer totals={seen.totals} place={placeText(visit, where, own)} />}
      acts={<Ways />}
    >
      <RunningOut base="/r" />
      <Outside where={where} own={own} />
      <Levels from={from} where={where} totals={seen.totals} />
      <Filters action="/r" where={where} own={own} />
      {cases.length === 0 ? (
        <Empty>
          <p>{t('没有要处理的事。', 'Nothing to do.')}</p>
          <p>
            <a class="button plain" href="/r/shops">
              {t('看全部店', 'All shops')}
            </a>
          </p>
        </Empty>
      ) : (
        <Cases of={cases} />
      )}
      <More of={seen} href={addressWith('/r', lasting)} word={t('接下来的店', 'Next shops')} />
      <Freshness of={seen} />
      <KeyHelp
        of={[
          [['/'], t('找店', 'find a shop')],
          [['j', 'k'], t('下一行、上一行', 'next, previous row')],
          [['v'], t('这一行的事', 'what this row asks for')],
        ]}
      />
    </Frame>
  )
})
