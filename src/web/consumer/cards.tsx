import type { FC } from 'hono/jsx'
import { listHoldsOperation } from '../../holds/routes'
import { listCardsOperation } from '../../readers/routes'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { cardLead, Standing } from '../figures/standing'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { More } from '../ui/table'
import { Amount, Empty, kindName, Notice, unitsText } from '../ui/text'
import { Hold } from './holds'
import { mayDo } from './refunded'

type CardAnswer = AnswerFor<typeof listCardsOperation, 'consumer'>['data'][number]

page('GET', '/c', 'consumer', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const [cards, waiting] = await Promise.all([
    ask(listCardsOperation, { query: { limit: '20', ...(cursor ? { cursor } : {}) } }),
    ask(listHoldsOperation, { query: { limit: '5', is_waiting: 'true' } }),
  ])
  const rows = cards.data
  const live = rows.filter((card) => !card.is_over)
  const over = rows.filter((card) => card.is_over)
  return (
    <Frame title={t('我的卡', 'My cards')}>
      {waiting.data.map((hold) => (
        <Hold hold={hold} />
      ))}
      {rows.length === 0 ? (
        <Empty>
          <p>
            {t(
              '还没有卡。到店里扫一扫墙上的店铺码，或在下面输入，就能办卡。',
              'No cards yet. Scan the code on a shop’s wall, or type it below.',
            )}
          </p>
        </Empty>
      ) : null}
      {live.map((card) => (
        <Card card={card} />
      ))}
      <More of={cards} href="/c" word={t('更早的卡', 'Earlier cards')} />
      <form method="post" action="/c/shop" class="card">
        <h2>{t('去一家店办卡', 'Buy a card')}</h2>
        <Field
          name="code"
          label={t('店铺码（墙上贴的）', 'Shop code (on the wall)')}
          required
          autocomplete="off"
          autocapitalize="characters"
        />
        <button type="submit">{t('看看这家店', 'See the shop')}</button>
      </form>
      {over.length > 0 ? (
        <details>
          <summary>
            {t(`用完、退完的卡（${over.length}）`, `Finished cards (${over.length})`)}
          </summary>
          {over.map((card) => (
            <p>
              <a class="inline" href={`/c/cards/${card.id}`}>
                {card.merchant_name} · {kindName(card.kind, t)} {card.service}
              </a>
            </p>
          ))}
        </details>
      ) : null}
    </Frame>
  )
})

/** One card in the list: the same figure and sentence as on its page, what is left, and the code in one tap. */
const Card: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  const unit = card.unit
  const here = `/c/cards/${card.id}`
  const lead = cardLead(card, t)
  return (
    <article class="card">
      <div class="between">
        <h2>{card.merchant_name}</h2>
        <span class="mute small">
          {kindName(card.kind, t)} {card.service}
        </span>
      </div>
      <p class="mute">{lead.word}</p>
      <Amount fen={lead.fen} />
      <p>
        <strong>
          {t('还剩 ', 'Left: ')}
          {unitsText(unit, card.remaining_units, t)}
        </strong>
      </p>
      <Standing of={card.standing} />
      {card.status === 'frozen' ? (
        <Notice is="warn">{t('已挂失，谁都用不了', 'Frozen: nobody can spend it')}</Notice>
      ) : null}
      {card.is_empty === true ? (
        <Notice is="warn">
          {t(
            '现在没有可用的：在退款、等占用结清，或付款有争议。打开看进度。',
            'Nothing to spend: a refund, an open use or a dispute is under way. Open to follow it.',
          )}
        </Notice>
      ) : null}
      <div class="buttons">
        {mayDo(card, 'show_code') ? (
          <form method="post" action={`${here}/code`}>
            {key()}
            <button type="submit" class="block">
              {t('出示消费码', 'Show pay code')}
            </button>
          </form>
        ) : null}
        <a class="button plain" href={here}>
          {t('打开', 'Open')}
        </a>
      </div>
    </article>
  )
}
page('POST', '/c/shop', 'public', async ({ c, form }) =>
  c.redirect(`/s/${encodeURIComponent(form.get('code')?.trim() ?? '')}`, 303),
)
