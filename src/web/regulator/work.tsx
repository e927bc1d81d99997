import type { FC } from 'hono/jsx'
import { listCasesOperation } from '../../cases/routes'
import { readMeOperation } from '../../identity/routes'
import { type City, districtShort, sectorName } from '../../kernel/city'
import { yuan } from '../../kernel/money'
import { type Say, useSay } from '../around'
import { reasonNext } from '../cases/case-words'
import { Spark } from '../charts/small'
import { RunningOut } from '../common/tables'
import { type AnswerFor, key, page } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { type Case, Cases, KeyHelp } from '../look/cases'
import { Chips } from '../look/desk'
import { More } from '../ui/table'
import { Empty, Money, Tag, When } from '../ui/text'
import type { WatchedPage } from './signal'
import {
  addressWith,
  Filters,
  isElsewhere,
  Outside,
  placeText,
  type Where,
  whereAsked,
} from './where'

type CasePage = AnswerFor<typeof listCasesOperation, 'regulator'>
type Listed = CasePage['data'][number]

/** What somebody does next about a case: take it, or go where its worst reason is dealt with. */
const Act: FC<{ of: Listed }> = ({ of }) => {
  const t = useSay()
  const [worst] = of.reasons
  const next = worst ? reasonNext(worst) : null
  if (next)
    return (
      <a class="button mini" href={next.href} data-key="v">
        {t(next.zh, next.en)}
      </a>
    )
  if (of.assignee_id === null && of.state === 'open')
    return (
      <form method="post" action={`/r/cases/${of.id}/assignment`}>
        {key()}
        <button type="submit" class="mini plain" data-key="a">
          {t('我来办', 'Take it')}
        </button>
      </form>
    )
  return (
    <a class="button mini plain" href={`/r/cases/${of.id}#visit`} data-key="v">
      {of.is_mine ? t('记上门', 'Visit') : t('看案件', 'Open')}
    </a>
  )
}

const Owner: FC<{ of: Listed }> = ({ of }) => {
  const t = useSay()
  if (of.is_mine) return t('您', 'you')
  return of.assignee_name ?? <b class="up">{t('没人办', 'nobody')}</b>
}
const Until: FC<{ of: Listed }> = ({ of }) => {
  const t = useSay()
  if (of.is_overdue)
    return (
      <Tag is="bad">
        {t('过期，', 'overdue, ')}
        <time>{of.due_on}</time>
      </Tag>
    )
  if (of.is_due) return <b>{t('今天到期', 'due today')}</b>
  return (
    <>
      <time>{of.due_on}</time>
      {t('前', ' at the latest')}
    </>
  )
}

const caseOf = (t: Say, city: City, of: Listed): Case => {
  const [worst, ...others] = of.reasons
  const { values, usual, is_off } = of.trend
  const phone = of.contacts[0]?.phone_mask
  return {
    level: <Level n={of.level} />,
    name: (
      <>
        {of.merchant_name} {of.is_new ? <Tag>{t('新', 'new')}</Tag> : null}
        {of.earlier_id ? <Tag is="warn">{t('又变重', 'worse again')}</Tag> : null}
      </>
    ),
    href: `/r/cases/${of.id}`,
    place: `${districtShort(city, of.district)} · ${sectorName(city, of.sector)} · ${of.address}${phone ? ` · ${phone}` : ''}`,
    why: worst ? t(worst.message, worst.message_en) : t('眼下没有事，再看几天', 'Nothing just now'),
    more: others
      .slice(0, 2)
      .map(({ message, message_en }) => <p>{t(`另：${message}`, `Also: ${message_en}`)}</p>),
    stake: of.stake_fen === null ? '—' : <Money fen={of.stake_fen} />,
    people:
      of.holders === null ? '' : t(`${of.holders} 张卡有钱`, `${of.holders} cards with money`),
    kept: {
      spark: <Spark values={values} usual={usual ?? 0} is_bad={is_off} />,
      owner: <Owner of={of} />,
      until: <Until of={of} />,
    },
    act: <Act of={of} />,
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

/** What the list comes to, and for which districts: shops with a matter, the money, who has them, what is due. */
const Answer: FC<{ totals: CasePage['totals']; place: string }> = ({ totals, place }) => {
  const t = useSay()
  const { cases_count: n, unassigned_count: free, due_count: due, new_count: fresh } = totals
  if (n === 0) return t(`${place}：没有要办的店。`, `${place}: no shop to see to.`)
  const money =
    totals.stake_fen === null || totals.holders === null
      ? ''
      : t(
          `，关系 ${totals.holders} 张卡的 ${yuan(totals.stake_fen)}`,
          `, ${yuan(totals.stake_fen)} of ${totals.holders} cards`,
        )
  return (
    <>
      {place}
      {t('：', ': ')}
      <b>{t(`${n} 家店有事`, `${n} shops to see to`)}</b>
      {money}
      {t('；', '; ')}
      <b class={free > 0 ? 'up' : ''}>{t(`${free} 家没人办`, `${free} with nobody`)}</b>
      {t(
        `，今天到期 ${due} 家，昨天到现在新出现 ${fresh} 家`,
        `, ${due} due today, ${fresh} new since yesterday`,
      )}
    </>
  )
}

type Narrowed = {
  assignee?: 'me' | 'none'
  due?: 'today'
  level?: '3' | '4' | '5'
  state?: 'closed'
}
const NARROWED: readonly (readonly [Narrowed, string, string, keyof CasePage['totals'] | null])[] =
  [
    [{}, '全部', 'All', 'cases_count'],
    [{ assignee: 'me' }, '我的', 'Mine', 'mine_count'],
    [{ assignee: 'none' }, '没人办', 'Nobody’s', 'unassigned_count'],
    [{ due: 'today' }, '今天到期', 'Due today', 'due_count'],
    [{ level: '5' }, '红·5级', 'Red · 5', 'level_5_count'],
    [{ level: '4' }, '橙·4级', 'Orange · 4', 'level_4_count'],
    [{ level: '3' }, '黄·3级', 'Yellow · 3', 'level_3_count'],
    [{ state: 'closed' }, '办结的', 'Closed', null],
  ]
const isSame = (a: Narrowed, b: Narrowed): boolean =>
  new URLSearchParams(a).toString() === new URLSearchParams(b).toString()
const Narrow: FC<{ by: Narrowed; where: Where; totals: CasePage['totals'] }> = (of) => {
  const t = useSay()
  return (
    <Chips
      label={t('筛选', 'Filters')}
      of={NARROWED.map(([by, zh, en, count]) => ({
        href: addressWith('/r', { ...of.where, ...by }),
        word: t(zh, en),
        ...(count === null ? {} : { count: of.totals[count] ?? 0 }),
        current: isSame(by, of.by),
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
      <a class="button plain" href="/r/patrols">
        {t('巡查', 'Patrols')}
      </a>
      <a class="button plain" href="/r/incidents">
        {t('停业与失联', 'Closures')}
      </a>
      <a class="button plain" href="/r/tips">
        {t('顾客的线索', 'Tips')}
      </a>
      <a class="button plain" href="/r/mandates">
        {t('继承和监护', 'Heirs and guardians')}
      </a>
      <a class="button plain" href="/r/tables">
        {t('城市参数', 'City tables')}
      </a>
    </>
  )
}

/** Whom do I visit today? One row a shop; who has it and until when stand in it. */
page('GET', '/r', 'regulator', async (visit) => {
  const { t, c, ask, city } = visit
  const where = whereAsked(visit)
  const said = c.req.query()
  const [by] = NARROWED.find(
    ([one]) =>
      Object.keys(one).length > 0 &&
      Object.entries(one).every(([name, value]) => said[name] === value),
  ) ?? [{}]
  const [seen, { districts: own }] = await Promise.all([
    ask(listCasesOperation, { query: { ...where, ...by, limit: '50', cursor: said.cursor } }),
    ask(readMeOperation),
  ])
  const lasting = { ...where, ...by }
  const elsewhere = isElsewhere(where, own)
  return (
    <Frame
      title={t('今天先去哪家店', 'Whom to visit today')}
      lead={
        elsewhere ? undefined : <Answer totals={seen.totals} place={placeText(visit, where, own)} />
      }
      acts={<Ways />}
    >
      <RunningOut base="/r" />
      <Outside where={where} own={own} />
      <Narrow by={by} where={where} totals={seen.totals} />
      <Filters action="/r" where={where} by_name own={own} />
      {seen.data.length === 0 ? (
        <Empty>
          {elsewhere ? null : <p>{t('没有要处理的事。', 'Nothing to do.')}</p>}
          <p>
            <a class="button plain" href="/r/shops">
              {t('看全部店', 'All shops')}
            </a>
          </p>
        </Empty>
      ) : (
        <Cases of={seen.data.map((one) => caseOf(t, city, one))} />
      )}
      <More of={seen} href={addressWith('/r', lasting)} word={t('接下来的店', 'Next shops')} />
      <p class="small mute">
        {t(
          '每 5 分钟按眼下的事更新；截至 ',
          'Follows what is the matter every five minutes; as of ',
        )}
        <When at={seen.as_of} />
        {t(
          '。银行的差异不在这里，在“覆盖率”。',
          '. What the bank looks into is not here but under Coverage.',
        )}
      </p>
      <KeyHelp
        of={[
          [['/'], t('找店', 'find a shop')],
          [['j', 'k'], t('下一行、上一行', 'next, previous row')],
          [['a'], t('这一行我来办', 'take this row')],
          [['v'], t('这一行的事', 'what this row asks for')],
        ]}
      />
    </Frame>
  )
})
