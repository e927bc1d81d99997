import { localDate, plusDays } from '../../kernel/time'
import { type Body, list, number, page, text } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Facts, Money, When } from '../ui/text'
import { ratioOf } from './city-parts'
import { gather } from './gather'
import { workOf } from './signals'
import { districtShort, Filters, whereOf, whereSaid } from './where'

/** What fits one A4 page beside the figures; the rest is on the work list. */
const ROWS_MAX = 12

/** One sheet for the morning meeting: where to go first, and yesterday's figures, each with its date. */
page('GET', '/r/morning', 'regulator', async (visit) => {
  const { ask, t, c } = visit
  const where = whereOf(visit)
  const [seen, city] = await Promise.all([gather(visit, where), ask('readCityOverview')])
  const work = workOf(seen)
  const now = c.var.world.now()
  const yesterday = plusDays(seen.today, -1)
  const day = list(city.days).find((row) => text(row, 'day') === yesterday) ?? {}
  const totals = (city.totals ?? {}) as Body
  const covered = seen.close ? ((seen.close.totals ?? {}) as Body) : {}
  const due = seen.refunds.filter(
    ({ decide_by }) =>
      typeof decide_by === 'string' && localDate(decide_by) <= plusDays(seen.today, 3),
  )
  const live = seen.endings.filter(({ phase }) => phase !== 'done' && phase !== 'dismissed')
  const said = whereSaid(where)
  return (
    <Frame title={t(`晨会：${seen.today}`, `Morning meeting: ${seen.today}`)}>
      <div class="sheet">
        <p class="small mute">
          {said ? `${said} · ` : ''}
          {t('数据截至 ', 'As of ')}
          <When at={now} />
        </p>
        <Filters action="/r/morning" where={where} />
        <div class="halves">
          <section>
            <h2>{t('家底', 'Totals')}</h2>
            <Facts
              of={[
                [
                  t(`欠顾客的钱（${seen.today}）`, `Owed to customers (${seen.today})`),
                  <Money fen={number(totals, 'owed_fen')} />,
                ],
                [
                  t(`店和卡（${seen.today}）`, `Shops, cards (${seen.today})`),
                  t(
                    `${number(totals, 'merchants_count')} 家，${number(totals, 'cards_count')} 张`,
                    `${number(totals, 'merchants_count')}, ${number(totals, 'cards_count')}`,
                  ),
                ],
                [
                  seen.close
                    ? t(
                        `全市覆盖率（${text(seen.close, 'day')}）`,
                        `Coverage (${text(seen.close, 'day')})`,
                      )
                    : t('全市覆盖率（还没有封账表）', 'Coverage (no day closed)'),
                  ratioOf(covered, 'coverage_bp'),
                ],
              ]}
            />
          </section>
          <section>
            <h2>{t(`昨天（${yesterday}）`, `Yesterday (${yesterday})`)}</h2>
            <Facts
              of={[
                [t('充值', 'Paid in'), <Money fen={number(day, 'paid_fen')} />],
                [
                  t('核销', 'Uses'),
                  t(`${number(day, 'uses_count')} 次`, String(number(day, 'uses_count'))),
                ],
                [t('放款', 'Released'), <Money fen={number(day, 'released_fen')} />],
              ]}
            />
          </section>
        </div>
        <h2>{t(`今天先去哪（${seen.today}）`, `Where to go (${seen.today})`)}</h2>
        {work.length === 0 ? (
          <p>{t('没有要处理的事。', 'Nothing to do.')}</p>
        ) : (
          <Grid
            caption={t('今天先去哪', 'Where to go')}
            words={[1, 2]}
            head={[
              t('级别', 'Level'),
              t('店', 'Shop'),
              t('为什么', 'Why'),
              t('涉及', 'At stake'),
              t('卡', 'Cards'),
            ]}
            rows={work.slice(0, ROWS_MAX).map(({ merchant, worst, money_fen, cards_count }) => [
              <Level n={worst.level} />,
              <>
                {text(merchant, 'name')}
                <br />
                <span class="small mute">{districtShort(text(merchant, 'district'))}</span>
              </>,
              t(worst.why.zh, worst.why.en),
              money_fen > 0 ? <Money fen={money_fen} /> : '—',
              cards_count || '—',
            ])}
          />
        )}
        {work.length > ROWS_MAX ? (
          <p class="small">
            {t(
              `还有 ${work.length - ROWS_MAX} 家在待办里。`,
              `${work.length - ROWS_MAX} more on the work list.`,
            )}
          </p>
        ) : null}
        <h2>{t('要办的期限', 'Deadlines')}</h2>
        <Facts
          of={[
            [
              t(
                `三天内要裁定的退款（到 ${plusDays(seen.today, 3)}）`,
                `Refunds to decide by ${plusDays(seen.today, 3)}`,
              ),
              t(`${due.length} 笔`, String(due.length)),
            ],
            [
              t(`等处理的核销异议（${seen.today}）`, `Contested uses (${seen.today})`),
              t(`${seen.holds.length} 笔`, String(seen.holds.length)),
            ],
            [
              t(`没办完的停业和失联（${seen.today}）`, `Closures under way (${seen.today})`),
              t(`${live.length} 家`, String(live.length)),
            ],
            [
              t(`过期未解决的对账差异（${seen.today}）`, `Overdue differences (${seen.today})`),
              t(`${seen.breaks.length} 处`, String(seen.breaks.length)),
            ],
          ]}
        />
        <p class="note noprint">
          {t('用浏览器的“打印”，正好一页 A4。', 'Print it from the browser: one A4 page.')}
        </p>
      </div>
    </Frame>
  )
})
