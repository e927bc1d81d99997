import type { FC } from 'hono/jsx'
import { listCardsOperation } from '../../readers/routes'
import { ENDING_TAGS } from '../../standing/words'
import { readWaitingOperation } from '../../waiting/routes'
import { useSay } from '../around'
import { mayDo } from '../consumer/refunded'
import { type AnswerFor, key, page } from '../door'
import { cardLead } from '../figures/standing'
import { Frame } from '../frame'
import { Face } from '../look/face'
import { Icon } from '../look/icon'
import { Row, Rows } from '../look/rows'
import { Field } from '../ui/form'
import { More } from '../ui/table'
import { Empty, kindName, Tag, unitsText } from '../ui/text'
import { Waiting } from './waiting'

type CardAnswer = AnswerFor<typeof listCardsOperation, 'consumer'>['data'][number]

page('GET', '/c', 'consumer', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const [cards, waiting] = await Promise.all([
    ask(listCardsOperation, { query: { limit: '20', ...(cursor ? { cursor } : {}) } }),
    ask(readWaitingOperation, {}),
  ])
  const is_paying = waiting.items.some(({ kind }) => kind === 'order_processing')
  const live = cards.data.filter((card) => !card.is_over)
  const over = cards.data.filter((card) => card.is_over)
  return (
    <Frame title={t('我的卡', 'My cards')} wide>
      <Waiting of={waiting} />
      {cards.data.length === 0 ? (
        <Empty>
          {is_paying
            ? t('付款一到账，卡就在这里。', 'The card is here as soon as the payment has arrived.')
            : t(
                '还没有卡。到店里扫一扫墙上的店铺码，或在下面输入，就能办卡。',
                'No cards yet. Scan the code on a shop’s wall, or type it below.',
              )}
        </Empty>
      ) : null}
      {live.length === 0 ? null : (
        <div class="three">
          {live.map((card) => (
            <Card card={card} />
          ))}
        </div>
      )}
      <More of={cards} href="/c" word={t('更早的卡', 'Earlier cards')} />
      <ToShop />
      {over.length === 0 ? null : (
        <details>
          <summary>{t('用完、退完的卡', 'Finished cards')}</summary>
          <Rows>
            {over.map((card) => (
              <Row
                href={`/c/cards/${card.id}`}
                title={card.merchant_name}
                note={`${kindName(card.kind, t)} ${card.service}`}
              />
            ))}
          </Rows>
        </details>
      )}
    </Frame>
  )
})

const ToShop: FC = () => {
  const t = useSay()
  return (
    <form method="post" action="/c/shop" class="card">
      <h2>{t('去一家店办卡', 'Buy a card')}</h2>
      <div class="ask">
        <Field
          name="code"
          label={t('店铺码', 'Shop code')}
          hint={t('贴在店里墙上', 'On the wall of the shop')}
          required
          autocomplete="off"
          autocapitalize="characters"
        />
        <button type="submit">
          <Icon is="search" />
          {t('看看', 'Look')}
        </button>
      </div>
    </form>
  )
}

/** One card in the list: the same figure and sentence as on its page, what is left, and the code in one tap. */
const Card: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  const here = `/c/cards/${card.id}`
  const lead = cardLead(card, t)
  const { sentence, sentence_en } = card.standing
  return (
    <Face
      shop={{ ...card.shop, name: card.merchant_name }}
      note={[kindName(card.kind, t), card.service].filter(Boolean).join(' · ')}
      href={here}
      money={[lead.word, lead.fen]}
      beside={[
        card.unit === 'fen' ? t('还能用', 'To spend') : t('还剩', 'Left'),
        unitsText(card.unit, card.remaining_units, t),
      ]}
      tag={<Special card={card} />}
      gone={card.shop.ending === 'runaway' || card.shop.ending === 'ended'}
    >
      <p class="small">
        {t(sentence, sentence_en)}
        {card.is_empty === true
          ? t(
              '现在没有可用的：在退款、等占用结清，或付款有争议。',
              ' Nothing to spend: a refund, an open use or a dispute is under way.',
            )
          : null}
      </p>
      {mayDo(card, 'show_code') ? (
        <div class="buttons lead">
          <form method="post" action={`${here}/code`}>
            {key()}
            <button type="submit">
              <Icon is="qr-code" />
              {t('出示消费码', 'Show pay code')}
            </button>
          </form>
          <a class="button ghost" href={here}>
            {t('打开', 'Open')}
          </a>
        </div>
      ) : (
        <div class="buttons">
          <a class="button ghost" href={here}>
            {t('打开看看', 'Open')}
          </a>
        </div>
      )}
    </Face>
  )
}

/** What is special about a card, in one tag: whose it is, how its shop ends, that it is frozen. */
export const Special: FC<{ card: Pick<CardAnswer, 'owner' | 'shop' | 'status'> }> = ({ card }) => {
  const t = useSay()
  if (card.owner !== null)
    return (
      <Tag icon="heart-handshake">
        {t(`${card.owner.nickname}的卡`, `${card.owner.nickname}’s card`)}
      </Tag>
    )
  if (card.shop.ending !== 'none') {
    const { zh, en } = ENDING_TAGS[card.shop.ending]
    return <Tag icon="triangle-alert">{t(zh, en)}</Tag>
  }
  return card.status === 'frozen' ? <Tag icon="lock">{t('已挂失', 'Frozen')}</Tag> : null
}

page('POST', '/c/shop', 'public', async ({ c, form }) =>
  c.redirect(`/s/${encodeURIComponent(form.get('code')?.trim() ?? '')}`, 303),
)
