import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { page } from '../door'
import { Frame } from '../frame'
import { Coast } from '../look/coast'
import { Flow } from '../look/flow'
import { Disc } from '../look/icon'
import type { IconName } from '../look/icon-names'
import { Row, Rows } from '../look/rows'
import { CodeForm } from '../shop/shop-code'
import { devPeople } from './dev-people'
import { TELLING_REFRESH_S, TellingLine } from './telling'

/** What this is, in one screen: for somebody of seventy who stands in a shop and is asked to top up a card. */
page('GET', '/', 'public', async ({ c, t, ask }) => {
  const telling = c.var.dev?.telling ?? null
  const people = c.var.dev ? await devPeople(ask, telling !== null, t) : null
  const title = t('办卡以前，先看钱在不在银行', 'Before you buy a card, see whether a bank has it')
  return (
    <Frame
      sheet="public"
      refresh_s={telling ? TELLING_REFRESH_S : undefined}
      scripted
      wide
      title={title}
      hero={<Hero title={title} />}
    >
      {telling ? <TellingLine telling={telling} /> : null}
      <Promises />
      <Example />
      <Ways />
      {people}
    </Frame>
  )
})

/** The check of a shop comes first: somebody is about to pay. */
const Hero: FC<{ title: string }> = ({ title }) => {
  const t = useSay()
  return (
    <>
      <div class="hero">
        <div class="two">
          <div class="col">
            <h1>{title}</h1>
            <p class="mute">
              {t(
                '预付卡的钱进银行专户，用一次放一次，不用了依法退。',
                'Prepaid money goes to a bank, is released use by use, and comes back by law.',
              )}
            </p>
          </div>
          <section class="card lift">
            <h2>{t('充值以前，先查这家店', 'Check the shop before you pay')}</h2>
            <CodeForm t={t} />
          </section>
        </div>
      </div>
      <Coast />
    </>
  )
}
const Promises: FC = () => {
  const t = useSay()
  const all: readonly (readonly [IconName, string, string])[] = [
    [
      'landmark',
      t('充值的钱进银行专户', 'Your money goes to a bank'),
      t(
        '先由支付机构收下，再划进银行专户，不直接给店家。够不够，每家店都能查。',
        'Through the payment provider into a bank account, not straight to the shop. Every shop’s cover can be looked up.',
      ),
    ],
    [
      'scan-line',
      t('用一次，放一次', 'Used once, released once'),
      t(
        '店家提前支取了多少、还差多少，扫店铺码看得到。',
        'What a shop was paid early, and what is missing, stands behind its code.',
      ),
    ],
    [
      'undo-2',
      t('不用了，依法退', 'Not wanted any more: refunded by law'),
      t(
        '该退多少一行一行算给您看。店家不答复，到期自动退。',
        'The sum is worked out line by line. A shop’s silence pays you.',
      ),
    ],
  ]
  return (
    <ol class="three">
      {all.map(([icon, word, means]) => (
        <li class="card">
          <div class="with">
            <Disc is={icon} />
            <h2>{word}</h2>
          </div>
          <p>{means}</p>
        </li>
      ))}
    </ol>
  )
}
/** The line as every card has it, for a card of ten uses of which three are gone. */
const Example: FC = () => {
  const t = useSay()
  const label = t('100 元的卡，钱是这样走的', 'How the money of a ¥100 card moves')
  return (
    <section class="card">
      <h2>{label}</h2>
      <Flow of={{ paid_fen: 10_000, held_fen: 7_000, released_fen: 3_000 }} label={label} />
      <p class="small mute">
        {t(
          '举例：10 次的卡用了 3 次。实际在哪里，以每张卡和每家店的那句话为准。',
          'An example: three of ten uses are gone. Where money really is, each card and shop says itself.',
        )}
      </p>
    </section>
  )
}
const Ways: FC = () => {
  const t = useSay()
  return (
    <section class="card">
      <Rows>
        <Row
          href="/sign-in?as=consumer"
          icon="wallet-cards"
          title={t('登录，看我的卡', 'Sign in to my cards')}
          note={t('余额、消费码、退款', 'Balance, pay code, refunds')}
        />
        <Row
          href="/calculator"
          icon="calculator"
          title={t('算算能退多少', 'What can I get back?')}
          note={t('哪家店的卡都能算，不用登录', 'For a card of any shop, without signing in')}
        />
        <Row
          href="/tips/new"
          icon="megaphone"
          title={t('这家店没有接入，告诉我们', 'A shop that has not joined')}
        />
        <Row
          href="/listings"
          icon="list-checks"
          title={t('红黑名单', 'Red and black list of shops')}
        />
        <Row
          href="/join"
          icon="store"
          title={t('我是店家，想接入', 'I have a shop and want to join')}
        />
        <Row
          href="/sign-in?as=staff"
          icon="log-in"
          title={t('店家、银行、监管登录', 'Shops, bank, regulator')}
        />
      </Rows>
    </section>
  )
}
