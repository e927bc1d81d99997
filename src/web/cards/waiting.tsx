import type { FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import { spoken, spokenEn } from '../../kernel/time'
import { ENDING_TAGS } from '../../standing/words'
import type { readWaitingOperation } from '../../waiting/routes'
import { type Say, useSay } from '../around'
import type { AnswerFor } from '../door'
import { recordWord } from '../figures/record'
import type { IconName } from '../look/icon-names'
import { Row, Rows } from '../look/rows'
import { Tag, unitsText } from '../ui/text'
import { stateTone } from '../ui/tones'

type WaitingAnswer = AnswerFor<typeof readWaitingOperation, 'consumer'>
type Item = WaitingAnswer['items'][number]
type Told = { href: string; icon: IconName; title: string; note: string }

/** What waits for the holder, the urgent first, each a tap away from where it is settled; nothing where nothing waits. */
export const Waiting: FC<{ of: WaitingAnswer }> = ({ of: { items, count } }) => {
  const t = useSay()
  if (items.length === 0) return null
  return (
    <section class="card" aria-labelledby="waiting">
      <div class="between">
        <h2 id="waiting">{t('等您看一眼', 'Waits for you')}</h2>
        <Tag is="warn" icon="clock">
          {t(`${count} 件`, String(count))}
        </Tag>
      </div>
      <Rows>
        {items.map((item) => (
          <Row {...TELLS[item.kind](item, t)} tone={stateTone('waits_for_holder', item.kind)} />
        ))}
      </Rows>
    </section>
  )
}

const by = (item: Item, t: Say): string =>
  item.until_at === null
    ? ''
    : t(`${spoken(item.until_at)}前有效`, `until ${spokenEn(item.until_at)}`)
const much = (item: Item, t: Say): string => unitsText(item.unit ?? 'fen', item.units ?? 0, t)

const silence = ({ until_at }: Item, t: Say): string =>
  until_at === null
    ? t('不对就提异议', 'Object if it is wrong')
    : t(
        `不对就提异议，到 ${spoken(until_at)} 不说话就付给店家`,
        `Object if it is wrong; silence until ${spokenEn(until_at)} pays the shop`,
      )
const asRecorded = ({ label, recorded_as }: Item, t: Say): string =>
  recorded_as === null
    ? (label ?? '')
    : t('顾客', 'Customer ') +
      recordWord(recorded_as, t) +
      (label ? t(`，${label}`, `, ${label}`) : '')

const TELLS: Record<Item['kind'], (item: Item, t: Say) => Told> = {
  use_to_confirm: (item, t) => ({
    href: `/c/redemptions/${item.id}`,
    icon: 'key-round',
    title: t(
      `${item.merchant_name}要收 ${much(item, t)}`,
      `${item.merchant_name} asks for ${much(item, t)}`,
    ),
    note: t(`输支付密码才扣，${by(item, t)}`, `Taken only with your PIN, ${by(item, t)}`),
  }),
  claim_to_check: (item, t) => ({
    href: `/c/holds/${item.id}`,
    icon: 'hourglass',
    title: t(
      `${item.merchant_name}登记了 ${much(item, t)}`,
      `${item.merchant_name} registered ${much(item, t)}`,
    ),
    note: `${asRecorded(item, t)}${t('。', '. ')}${silence(item, t)}`,
  }),
  shop_ending: (item, t) => {
    const { zh, en } = ENDING_TAGS[item.ending ?? 'ended']
    const short = item.short_fen ? yuan(item.short_fen) : null
    return {
      href: `/c/endings/${item.id}`,
      icon: 'triangle-alert',
      title: t(`${item.merchant_name}：${zh}`, `${item.merchant_name}: ${en}`),
      note:
        item.covered_fen === null
          ? t('看您的钱怎么退', 'See how your money comes back')
          : t(
              `退给您 ${yuan(item.covered_fen)}${short ? `，还欠您 ${short}` : ''}`,
              `Refunded to you ${yuan(item.covered_fen)}${short ? `, still owed ${short}` : ''}`,
            ),
    }
  },
  order_processing: (item, t) => ({
    href: `/c/purchases/${item.id}`,
    icon: 'clock',
    title: t(
      `${item.merchant_name} ${much(item, t)} 正在确认`,
      `${item.merchant_name}: ${much(item, t)} being confirmed`,
    ),
    note: t(
      '付款还没有结果：付过的等一等，别再付一次；没付成的点开接着付',
      'No outcome yet: if you paid, wait and do not pay again; if not, go on here',
    ),
  }),
  order_unpaid: (item, t) => ({
    href: `/c/purchases/${item.id}`,
    icon: 'wallet',
    title: t(
      `${item.merchant_name} ${much(item, t)} 还没付`,
      `${item.merchant_name}: ${much(item, t)} not paid yet`,
    ),
    note: t(`不付就作废，${by(item, t)}`, `Lapses if not paid, ${by(item, t)}`),
  }),
  card_offered: (item, t) => ({
    href: '/c/family',
    icon: 'users-round',
    title: t(`${item.from_name ?? ''}把卡转给您`, `${item.from_name ?? ''} gives you a card`),
    note: t(
      `${item.merchant_name}的卡，${by(item, t)}`,
      `At ${item.merchant_name}, ${by(item, t)}`,
    ),
  }),
  companion_invited: (item, t) => ({
    href: '/c/family',
    icon: 'user-plus',
    title: t(
      `${item.from_name ?? ''}请您帮着看卡`,
      `${item.from_name ?? ''} asks you to look after a card`,
    ),
    note: t(
      `${item.merchant_name}的卡，您能看，不能花`,
      `At ${item.merchant_name}: you can look, not spend`,
    ),
  }),
}
