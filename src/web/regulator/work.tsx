import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { page, text } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { Empty, Money, Notice, When } from '../ui/text'
import { type Gathered, gather } from './gather'
import { type Work, workOf } from './signals'
import { districtShort, Filters, sectorName, whereOf, whereSaid } from './where'

const Row: FC<{ work: Work }> = ({ work: { merchant, worst, others, money_fen, cards_count } }) => {
  const t = useSay()
  return (
    <li>
      <Level n={worst.level} />
      <span>
        <a class="inline" href={`/r/shops/${text(merchant, 'id')}`}>
          <strong>{text(merchant, 'name')}</strong>
        </a>
        <br />
        <span class="small mute">
          {districtShort(text(merchant, 'district'))} · {sectorName(text(merchant, 'sector'))}
        </span>
      </span>
      <span>
        {t(worst.why.zh, worst.why.en)}
        {others.map(({ why }) => (
          <span class="small mute also">{t(`另：${why.zh}`, `Also: ${why.en}`)}</span>
        ))}
      </span>
      <span class="stake">
        <strong>{money_fen > 0 ? <Money fen={money_fen} /> : '—'}</strong>
        <span class="small mute">
          {cards_count > 0
            ? t(`${cards_count} 张卡`, `${cards_count} cards`)
            : t('不涉及卡', 'no cards')}
        </span>
      </span>
      <a class="button plain" href={worst.next.href}>
        {t(worst.next.zh, worst.next.en)}
      </a>
    </li>
  )
}
export const Rows: FC<{ of: readonly Work[] }> = ({ of }) => (
  <ol class="rows">
    {of.map((work) => (
      <Row work={work} />
    ))}
  </ol>
)

/** How fresh the figures are, and whether a list was cut. */
export const AsOf: FC<{ seen: Gathered; now: string }> = ({ seen, now }) => {
  const t = useSay()
  return (
    <>
      <p class="small mute">
        {t('数据截至 ', 'As of ')}
        <When at={now} />
        {seen.close
          ? t(
              `；覆盖率按 ${text(seen.close, 'day')} 的封账表`,
              `; coverage of ${text(seen.close, 'day')}`,
            )
          : t('；还没有封账表', '; no day closed yet')}
      </p>
      {seen.more ? (
        <Notice is="warn">
          {t(
            '店太多，只看了前 1000 家。请选一个地区。',
            'Only the first 1,000 shops: choose a district.',
          )}
        </Notice>
      ) : null}
    </>
  )
}

/** Whom do I visit today? The answer first, charts on a page of their own. */
page('GET', '/r', 'regulator', async (visit) => {
  const { t, c } = visit
  const where = whereOf(visit)
  const seen = await gather(visit, where)
  const work = workOf(seen)
  const urgent = work.filter(({ worst }) => worst.level >= 4).length
  const said = whereSaid(where)
  return (
    <Frame title={t('今天先去哪家店', 'Whom to visit today')}>
      <p>
        {said ? `${said}：` : ''}
        {work.length === 0
          ? t(
              `${seen.merchants.length} 家店都正常。`,
              `All ${seen.merchants.length} shops are in order.`,
            )
          : t(
              `${work.length} 家店要看，其中 ${urgent} 家紧急。`,
              `${work.length} shops to look at, ${urgent} of them urgent.`,
            )}
      </p>
      <Filters action="/r" where={where} />
      {work.length === 0 ? (
        <Empty>
          <p>{t('没有要处理的事。', 'Nothing to do.')}</p>
          <p>
            <a class="button plain" href="/r/shops">
              {t('看全部店', 'All shops')}
            </a>
          </p>
        </Empty>
      ) : (
        <Rows of={work} />
      )}
      <AsOf seen={seen} now={c.var.world.now()} />
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
      </p>
    </Frame>
  )
})
