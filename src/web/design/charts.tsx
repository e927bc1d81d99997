import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Lanes } from '../charts/lanes'
import { Bars, Lines } from '../charts/lines'
import { Bands, ChartFigure, Cover, Lying } from '../charts/lying'
import { Age, Dumbbell, Heart, Spark, Week } from '../charts/small'
import { Grid } from '../ui/table'

const DAYS = Array.from({ length: 30 }, (_, i) => `11-${String(i + 1).padStart(2, '0')}`)
const PAID = DAYS.map((_, i) => 800 + ((i * 733) % 900) + i * 20)
const RELEASED = DAYS.map((_, i) => 500 + ((i * 389) % 400))
const WEEKS = [30, 28, 33, 31, 29, 30, 34, 31, 28, 30, 29, 31]

/** Every kind of chart, with invented figures. */
export const Charts: FC = () => {
  const t = useSay()
  return (
    <>
      <div class="gb">
        <ChartFigure title={t('两条线', 'Two lines')}>
          <Lines
            names={DAYS}
            series={[
              { name: t('充值', 'Paid in'), values: PAID },
              { name: t('放款', 'Released'), values: RELEASED },
            ]}
            label={t('充值 30 天里渐渐多起来，放款平稳', 'Paid in grows, released is steady')}
          />
        </ChartFigure>
        <ChartFigure title={t('每天', 'By day')}>
          <Bars
            names={DAYS}
            values={RELEASED}
            label={t('每天 500 到 900', 'Between 500 and 900')}
          />
        </ChartFigure>
        <ChartFigure title={t('这七天', 'This week')}>
          <Week
            label={t(
              '周二 1,846，上周 1,702；今天 1,216，上周 1,640',
              'Tuesday 1,846, before 1,702',
            )}
            of={[
              { name: t('周二', 'Tue'), value: 1846, before: 1702, said: '1,846', is_open: false },
              { name: t('周三', 'Wed'), value: 1712, before: 1765, said: '1,712', is_open: false },
              { name: t('今天', 'today'), value: 1216, before: 1640, said: '1,216', is_open: true },
            ]}
          />
        </ChartFigure>
        <ChartFigure title={t('各区', 'Districts')}>
          <Lying
            label={t('环翠 ¥1,200，荣成 ¥310', 'Huancui ¥1,200, Rongcheng ¥310')}
            of={[
              { name: t('环翠', 'Huancui'), value: 1200, said: '¥1,200.00' },
              { name: t('荣成', 'Rongcheng'), value: 310, said: '¥310.00' },
            ]}
          />
        </ChartFigure>
        <Owed />
      </div>
      <Small />
      <ChartFigure title={t('一家店的十二周', 'Twelve weeks of a shop')}>
        <Dossier />
      </ChartFigure>
    </>
  )
}
const Owed: FC = () => {
  const t = useSay()
  return (
    <>
      <ChartFigure title={t('该有的钱在哪里', 'Where it lies')}>
        <Cover
          of={[
            { value: 900, said: t('银行 ¥900', 'bank ¥900'), is: 'custody' },
            { value: 60, said: t('支付机构 ¥60', 'provider ¥60'), is: 'provider' },
            { value: 30, said: t('预支 ¥30', 'advance ¥30'), is: 'advance' },
            { value: 10, said: t('缺 ¥10', 'missing ¥10'), is: 'missing' },
          ]}
        />
      </ChartFigure>
      <ChartFigure title={t('店按覆盖率', 'Shops by coverage')}>
        <Bands
          label={t('低于 80% 有 3 家，100% 有 2,650 家', 'Below 80 %: 3; whole: 2,650')}
          of={[
            { band: '<80%', count: 3, note: '¥8,200', is_short: true },
            { band: '80–99%', count: 41, note: '¥21,340', is_short: true },
            { band: '100%', count: 2650, note: '¥0', is_short: false },
          ]}
        />
      </ChartFigure>
    </>
  )
}
const Small: FC = () => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('行里的小图', 'Small ones, in rows')}</h2>
      <Grid
        caption={t('小图', 'Small charts')}
        words={[1]}
        head={[t('什么', 'What'), t('图', 'Drawing'), t('数', 'Figure')]}
        rows={[
          [t('充值', 'Top-ups'), <Spark values={[...WEEKS, 90]} usual={30} is_bad />, '90 / 30'],
          [t('比上周', 'Against before'), <Dumbbell before={40} now={65} most={80} />, '▲ 25'],
          [t('出款回执', 'Payout answers'), <Age value={307} limit={60} most={400} />, '5 h 07'],
          [
            t('心跳', 'Heartbeat'),
            <Heart of={['ran', 'ran', 'idle', 'ran', 'failed', 'missed']} />,
            t('错 1 次', '1 failed'),
          ],
        ]}
      />
    </section>
  )
}
const Dossier: FC = () => {
  const t = useSay()
  return (
    <Lanes
      label={t(
        '第 9 周起充值是平时的三倍，到店少了一半',
        'From week 9 top-ups tripled, visits halved',
      )}
      of={{
        weeks: 12,
        months: [
          [0, t('9月', 'Sep')],
          [4, t('10月', 'Oct')],
          [8, t('11月', 'Nov')],
        ],
        lanes: [
          {
            name: t('每周充值', 'Top-ups'),
            values: [30, 28, 33, 31, 29, 30, 34, 31, 88, 96, 91, 99],
            usual: 31,
            bad: [8, 9, 10, 11],
            now: t('现在 99', 'now 99'),
            usual_said: t('平时 31', 'usual 31'),
          },
          {
            name: t('每周到店', 'Visits'),
            values: [52, 50, 49, 51, 48, 50, 52, 49, 40, 33, 27, 24],
            usual: 50,
            bad: [10, 11],
            now: t('现在 24', 'now 24'),
            usual_said: t('平时 50', 'usual 50'),
          },
        ],
        events: [
          { at: 2, kind: 'patrol', is_bad: false, said: t('巡查正常', 'patrol, fine') },
          { at: 9, kind: 'complaint', is_bad: true, said: t('投诉：约不上', 'complaint') },
          { at: 10, kind: 'other', is_bad: false, said: t('换法定代表人', 'new representative') },
        ],
        levels: [
          { from: 0, to: 8, level: 1, said: t('绿·1', 'green 1') },
          { from: 8, to: 10, level: 3, said: t('黄·3', 'yellow 3') },
          { from: 10, to: 12, level: 5, said: t('红·5', 'red 5') },
        ],
        alarm: { at: 10, said: t('报警', 'alarm') },
        words: { events: t('事件', 'Events'), levels: t('级别', 'Level') },
      }}
    />
  )
}
