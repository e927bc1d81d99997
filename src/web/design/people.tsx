import type { FC } from 'hono/jsx'
import { refuse } from '../../kernel/refusals'
import { type Say, useSay } from '../around'
import { page } from '../door'
import { Frame } from '../frame'
import { Coast } from '../look/coast'
import { Face } from '../look/face'
import { Flow } from '../look/flow'
import { Icon } from '../look/icon'
import { Mark } from '../look/mark'
import { Pick, Row, Rows, Tiles } from '../look/rows'
import { Sum } from '../look/sum'
import { Time } from '../look/time'
import { Field } from '../ui/form'
import { Amount, Facts, Notice, Tag } from '../ui/text'
import { Colours, Modes } from './parts'

/** Development only: every component of people's pages with invented figures, in each mode the page is opened in. */
page('GET', '/dev/design', 'public', async ({ c, t }) => {
  if (!c.var.dev) refuse('not_found')
  const title = t('样子：顾客的页面', 'The look: people’s pages')
  return (
    <Frame title={title} sheet="public" wide hero={<Hero title={title} />}>
      <Modes other="/dev/design/desk" />
      <div class="two">
        <div class="col">
          <Faces />
          <Lines />
        </div>
        <div class="col">
          <Waiting />
          <Figures />
          <Asking />
        </div>
      </div>
      <Colours />
    </Frame>
  )
})

const Hero: FC<{ title: string }> = ({ title }) => {
  const t = useSay()
  return (
    <>
      <section class="hero">
        <Mark on="seal" />
        <h1>{title}</h1>
        <p class="big mute">
          {t('虚构的店、人和钱，只在开发环境。', 'Invented shops, people and sums.')}
        </p>
      </section>
      <Coast />
    </>
  )
}
const restaurant = (t: Say) => ({
  name: t('福来家常菜', 'Fulai Kitchen'),
  sector: 'restaurant',
  code: 'FLJC8W2K',
})
const Faces: FC = () => {
  const t = useSay()
  return (
    <>
      <Face
        shop={restaurant(t)}
        note={t('储值卡', 'Stored value')}
        href="/dev/design"
        money={[t('卡里的钱', 'Money on the card'), 45_637]}
        beside={[t('还能用', 'To spend'), '¥502.00']}
      >
        <div class="buttons lead">
          <a class="button" href="/dev/design">
            <Icon is="qr-code" />
            {t('出示消费码', 'Show pay code')}
          </a>
          <a class="button ghost" href="/dev/design">
            {t('打开', 'Open')}
          </a>
        </div>
      </Face>
      <Face
        shop={{
          name: t('小星琴行', 'Little Star Piano'),
          sector: 'arts_training',
          code: 'XXQH3P7D',
        }}
        note={t('次卡 · 钢琴 24 课时', 'Visits · piano, 24 lessons')}
        money={[t('卡里的钱', 'Money on the card'), 300_834]}
        beside={[t('还剩', 'Left'), t('19 课时', '19 lessons')]}
        tag={<Tag icon="heart-handshake">{t('王秀兰的卡', 'Wang Xiulan’s card')}</Tag>}
      />
      <Face
        shop={{ name: '海棠面包房', sector: 'bakery', code: 'LKDNYCC8' }}
        note={t('储值卡 · 店已失联', 'Stored value · unreachable')}
        money={[t('还欠您', 'Still owed to you'), 5_480]}
        beside={[t('已经退回', 'Returned'), '¥219.20']}
        tag={<Tag icon="triangle-alert">{t('店失联', 'Shop gone')}</Tag>}
        gone
      />
      <Face shop={restaurant(t)} note={t('这个码只在这家店能用', 'Good at this shop only')} low />
    </>
  )
}
const Lines: FC = () => {
  const t = useSay()
  const label = t('钱现在在哪儿', 'Where the money is')
  return (
    <>
      {(
        [
          { paid_fen: 50_000, held_fen: 45_637, released_fen: 4_363 },
          {
            paid_fen: 60_000,
            held_fen: 0,
            released_fen: 32_600,
            returned_fen: 21_920,
            missing_fen: 5_480,
          },
        ] as const
      ).map((of) => (
        <section class="card">
          <h2>{label}</h2>
          <Flow of={of} label={label} />
        </section>
      ))}
      <section class="card">
        <h2>{t('走到哪一步', 'How far it is')}</h2>
        <Time
          of={[
            {
              label: t('您申请退款', 'You asked'),
              note: t('11月30日 11:21', '30 Nov 11:21'),
              state: 'done',
            },
            {
              label: t('轮到店家答复 ¥190.91', 'The shop’s turn: ¥190.91'),
              note: t(
                '最晚 12月8日 00:00；不答复就自动退给您。',
                'By 8 December; silence pays you.',
              ),
              state: 'now',
            },
            {
              label: t('银行退回', 'The bank returns it'),
              note: t('12月8日 00:05', '8 Dec 00:05'),
              state: 'later',
            },
          ]}
        />
      </section>
    </>
  )
}
const Waiting: FC = () => {
  const t = useSay()
  return (
    <>
      <section class="card">
        <div class="between">
          <h2>{t('等您看一眼', 'Waits for you')}</h2>
          <Tag is="warn" icon="clock">
            {t('3 件', '3')}
          </Tag>
        </div>
        <Rows>
          <Row
            icon="key-round"
            tone="warn"
            href="/dev/design"
            title={t('福来家常菜要收 ¥201.00', 'Fulai Kitchen asks for ¥201.00')}
            note={t('输支付密码才扣', 'Only with your PIN')}
          />
          <Row
            icon="triangle-alert"
            tone="bad"
            href="/dev/design"
            title={t('海棠面包房失联了', 'Haitang Bakery cannot be reached')}
            note={t('已退您 ¥219.20', '¥219.20 is back')}
          />
          <Row
            icon="clock"
            title={t('午餐套餐', 'Lunch')}
            note={t('11月30日 12:05', '30 Nov 12:05')}
            right={<b>−¥48.00</b>}
          />
        </Rows>
      </section>
      <section class="card">
        <Tiles
          label={t('能办的事', 'What can be done')}
          of={[
            { href: '/dev/design', icon: 'plus', word: t('再充一笔', 'Top up') },
            { href: '/dev/design', icon: 'calendar-days', word: t('预约', 'Book') },
            { href: '/dev/design', icon: 'users-round', word: t('家人转让', 'Family') },
            { href: '/dev/design', icon: 'lock', word: t('挂失停卡', 'Freeze') },
            { href: '/dev/design', icon: 'volume-2', word: t('听一遍', 'Listen') },
            { href: '/dev/design', icon: 'file-text', word: t('合同凭证', 'Papers') },
          ]}
        />
      </section>
      <Notice is="safe">{t('银行已核对，一分不差。', 'The bank has checked it.')}</Notice>
      <Notice is="warn">{t('已挂失，谁都用不了。', 'Frozen: nobody can spend it.')}</Notice>
      <Notice is="bad">{t('这家店暂停了充值。', 'The shop may not sell.')}</Notice>
      <section class="stop">
        <Icon is="octagon-x" />
        <h2>{t('先别付钱', 'Do not pay yet')}</h2>
        <p>{t('这家店没有接入。', 'This shop has not joined.')}</p>
        <a class="button" href="/dev/design">
          {t('打 12315', 'Call 12315')}
        </a>
      </section>
    </>
  )
}
const Figures: FC = () => {
  const t = useSay()
  return (
    <section class="card">
      <p class="mute">{t('一共退您', 'You get back')}</p>
      <Amount fen={189_091} />
      <Facts
        of={[
          [t('已经到账', 'Arrived'), '¥1,700.00'],
          [t('等店家答复', 'Waits'), '¥190.91'],
        ]}
      />
      <Sum
        caption={t('不是您的原因', 'Not your doing')}
        of={[
          { word: t('您实际付的', 'You paid'), fen: 260_000 },
          { word: t('减去上过的 3 节', 'Less 3 lessons'), note: '2,600 × 3 ÷ 11', fen: -70_909 },
          { word: t('作废的一节', 'A void one'), fen: -23_636, struck: true },
        ]}
        total={{ word: t('能退', 'Comes back'), fen: 189_091 }}
      />
    </section>
  )
}
const Asking: FC = () => {
  const t = useSay()
  return (
    <form class="card lift" method="get" action="/dev/design">
      <fieldset class="col">
        <legend>{t('怎么付', 'How to pay')}</legend>
        <Pick
          name="pay"
          value="wechat"
          icon="message-circle"
          title={t('微信支付', 'WeChat Pay')}
          note={t('付完自己回来', 'You come back by yourself')}
          checked
        />
        <Pick name="pay" value="card" icon="credit-card" title={t('银行卡', 'Bank card')} />
      </fieldset>
      <Pick
        type="checkbox"
        name="agree"
        value="yes"
        title={t('我读过并同意这份合同', 'I have read the contract')}
        note={t('每一笔都留着它签下的这一份', 'Kept with each payment')}
      />
      <div class="ask">
        <Field
          name="code"
          label={t('店铺码', 'Shop code')}
          hint={t('贴在店里墙上，8 位', 'On the wall')}
        />
        <button type="submit">
          <Icon is="search" />
          {t('看看', 'Look')}
        </button>
      </div>
      <button type="submit" class="main">
        {t('付 ¥500.00', 'Pay ¥500.00')}
      </button>
      <div class="buttons">
        <button type="submit" class="plain">
          {t('再想想', 'Think about it')}
        </button>
        <button type="submit" class="danger">
          {t('撤回申请', 'Withdraw')}
        </button>
      </div>
    </form>
  )
}
