import type { FC } from 'hono/jsx'
import { refuse } from '../../kernel/refusals'
import { useSay } from '../around'
import { Spark } from '../charts/small'
import { page } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { Cases, KeyHelp } from '../look/cases'
import { Chips, Effect, Hist, Say, Strip, Todo, Way } from '../look/desk'
import { Choice, Field, Words } from '../ui/form'
import { Grid } from '../ui/table'
import { Facts, Money, Notice, Tag } from '../ui/text'
import { Charts } from './charts'
import { Colours, Modes } from './parts'

/** Development only: every component of the working pages with invented figures. */
page('GET', '/dev/design/desk', 'public', async ({ c, t }) => {
  if (!c.var.dev) refuse('not_found')
  const at = '/dev/design/desk'
  return (
    <Frame
      title={t('样子：办公的页面', 'The look: working pages')}
      desk
      lead={
        <>
          {t('50 家有事，', '50 shops, ')}
          <b class="up">{t('11 家没人办', '11 taken by nobody')}</b>
        </>
      }
      acts={
        <a class="button plain" href={at}>
          {t('导出', 'Export')}
        </a>
      }
    >
      <Chips
        label={t('筛选', 'Filter')}
        of={[
          { href: at, word: t('全部', 'All'), count: 50, current: true },
          { href: `${at}?mine`, word: t('我的', 'Mine'), count: 12 },
          { href: `${at}?due`, word: t('今天到期', 'Due today'), count: 4 },
        ]}
      />
      <Says at={at} />
      <Strip
        label={t('一件事的几个数', 'Figures of one thing')}
        of={[
          {
            word: t('银行说', 'Bank'),
            figure: '+¥1,000.00',
            note: t('11月27日 23:58', '27 Nov 23:58'),
          },
          {
            word: t('我们的账', 'Ledger'),
            figure: '¥0.00',
            note: t('11月28日 00:04', '28 Nov 00:04'),
          },
          { word: t('相差', 'Apart'), figure: '+¥1,000.00', note: t('只差日子', 'a day only') },
          { word: t('多久了', 'Age'), figure: t('3 天', '3 days'), note: t('过期', 'overdue') },
        ]}
      />
      <div class="ga">
        <div class="gr">
          <Waits at={at} />
          <Tables />
        </div>
        <div class="gr">
          <Acts at={at} />
        </div>
      </div>
      <Work at={at} />
      <Charts />
      <Modes other="/dev/design" />
      <Colours />
    </Frame>
  )
})
const Work: FC<{ at: string }> = ({ at }) => {
  const t = useSay()
  const shop = (level: number, name: string, values: number[]) => ({
    level: <Level n={level} />,
    name,
    href: at,
    place: t('烘焙 · 海棠路 18 号', 'bakery · 18 Haitang Road'),
    why: t('充值猛增：4 周 ¥186,400，平时 ¥38,700', 'Top-ups: ¥186,400 in 4 weeks, usual ¥38,700'),
    more: t('另 1 项：换法定代表人', '1 more: new representative'),
    stake: <Money fen={15_322_634} />,
    people: t('35 张卡', '35 cards'),
    kept: {
      spark: <Spark values={values} usual={30} is_bad={level > 3} />,
      owner: t('等您确认', 'Waits for you'),
      until: <b>{t('今天 12:00', 'today 12:00')}</b>,
    },
    act: (
      <a class="button mini" href={at} data-key="v">
        {t('去确认', 'Confirm')}
      </a>
    ),
  })
  return (
    <>
      <Cases
        of={[
          shop(5, '海棠面包房', [30, 31, 29, 30, 32, 90]),
          shop(4, t('劲浪健身', 'Jinlang Gym'), [30, 31, 40, 60, 70, 80]),
          shop(2, '亮车坊洗车', [30, 31, 29, 30, 28, 24]),
        ]}
      />
      <KeyHelp
        of={[
          [['j', 'k'], t('下一行、上一行', 'next, previous row')],
          [['v'], t('到这一行的键', 'to the row’s button')],
        ]}
      />
    </>
  )
}
const Says: FC<{ at: string }> = ({ at }) => {
  const t = useSay()
  return (
    <>
      <Say tone="safe">{t('对得上，可以封账。', 'It ties out and may be closed.')}</Say>
      <Say
        tone="bad"
        act={
          <a class="button" href={at}>
            {t('去处理', 'Resolve')}
          </a>
        }
      >
        <b>{t('差 3 处，最久的 3 天。', '3 differences, the oldest 3 days.')}</b>
      </Say>
      <Notice is="warn">{t('两个专户今天没有对账单。', 'Two accounts have no statement.')}</Notice>
    </>
  )
}
const Waits: FC<{ at: string }> = ({ at }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('等我办的', 'Waits for me')}</h2>
      <Todo
        of={[
          {
            title: t('退款：卡 8XK2 说“涨价了”', 'Refund: card 8XK2, price went up'),
            note: t('不答复就按顾客的算法退', 'Silence pays by the holder’s sum'),
            figure: <Money fen={44_220} />,
            until: t('12月2日前', 'by 2 December'),
            act: (
              <a class="button mini" href={at}>
                {t('去答复', 'Answer')}
              </a>
            ),
          },
          {
            title: t('租约 12月31日到期', 'The lease ends on 31 December'),
            until: t('12月31日前', 'by 31 December'),
            act: (
              <a class="button plain mini" href={at}>
                {t('传新租约', 'Upload')}
              </a>
            ),
          },
        ]}
      />
      <Way
        of={[
          { figure: '¥2,715.50', note: t('昨天的，已到账', 'yesterday’s, arrived'), state: 'done' },
          { figure: '¥1,105.45', note: t('等今天 16:05 出款', 'leaves at 16:05'), state: 'now' },
          {
            figure: t('16:00 后的', 'After 16:00'),
            note: t('22:05 出款', 'leaves at 22:05'),
            state: 'later',
          },
        ]}
      />
    </section>
  )
}
const Tables: FC = () => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('同意后账会怎样', 'What it does to the books')}</h2>
      <Grid
        caption={t('账户', 'Account')}
        head={[t('账户', 'Account'), t('现在', 'Now'), t('这一笔', 'This'), t('之后', 'Then')]}
        rows={[
          [t('11月27日 海棠专户', '27 November'), '¥2,402.34', '+¥1,000.00', '¥3,402.34'],
          [t('11月28日 海棠专户', '28 November'), '¥4,402.34', '−¥1,000.00', '¥3,402.34'],
        ]}
        sum={[t('合计', 'Sum'), '¥6,804.68', '¥0.00', '¥6,804.68']}
      />
      <Facts
        of={[
          [t('谁提的', 'Proposed by'), t('陈晓', 'Chen Xiao')],
          [t('什么时候', 'When'), t('11月30日 08:52', '30 Nov 08:52')],
          [t('状态', 'State'), <Tag is="warn">{t('等您复核', 'Waits for you')}</Tag>],
        ]}
      />
    </section>
  )
}
const Acts: FC<{ at: string }> = ({ at }) => {
  const t = useSay()
  return (
    <>
      <form class="card" method="get" action={at}>
        <h2>{t('您来复核', 'Yours to check')}</h2>
        <Effect>
          <b>{t('同意：', 'Approve: ')}</b>
          {t('差异结束，两天各记一条说明，不动钱。', 'The difference ends; no money moves.')}
        </Effect>
        <Choice name="unit" label={t('单位', 'Unit')} of={[['a', t('环翠', 'Huancui')]]} />
        <Field name="who" label={t('收件人', 'To whom')} />
        <Words name="note" label={t('意见', 'Note')} hint={t('退回时必填', 'When refused')} />
        <p class="line">
          <button type="submit">{t('同意', 'Approve')}</button>
          <button type="submit" class="danger">
            {t('退回', 'Refuse')}
          </button>
          <button type="submit" class="danger go">
            {t('不能撤销的', 'Irreversible')}
          </button>
        </p>
      </form>
      <section class="card alert">
        <h2>{t('经过', 'History')}</h2>
        <Hist
          of={[
            t('11月27日 对账时发现', '27 November: found'),
            t('11月29日 过期，报监管部门', '29 November: overdue, reported'),
            <b>{t('11月30日 09:31 周航打开', '30 November: opened by Zhou Hang')}</b>,
          ]}
        />
      </section>
    </>
  )
}
