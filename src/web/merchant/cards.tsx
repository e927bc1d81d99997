import type { FC } from 'hono/jsx'
import { extendLotOperation } from '../../changes/routes'
import { listCardsOperation, readCardOperation } from '../../readers/routes'
import { listRedemptionsOperation } from '../../redemptions/routes'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Counted } from '../figures/history'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Facts, kindName, Money, unitsText, When } from '../ui/text'

type CardAnswer = AnswerFor<typeof readCardOperation, 'staff'>

const STATUS: Record<string, readonly [string, string]> = {
  active: ['可用', 'active'],
  frozen: ['已挂失', 'frozen'],
  closed: ['已结束', 'closed'],
}

page('GET', '/m/cards', 'staff', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const cards = await ask(listCardsOperation, {
    query: { limit: '50', ...(cursor ? { cursor } : {}) },
  })
  return (
    <Frame title={t('顾客的卡', 'Cards sold')}>
      {cards.data.length === 0 ? (
        <Empty>
          <p>{t('还没有卖出卡。', 'No card sold yet.')}</p>
          <p>
            <a class="button" href="/m/shop">
              {t('看在售的套餐', 'See the offers')}
            </a>
          </p>
        </Empty>
      ) : (
        <Grid
          caption={t('顾客的卡', 'Cards sold')}
          head={[t('顾客', 'Customer'), t('卡', 'Card'), t('状态', 'State'), t('还剩', 'Left')]}
          words={[1, 2]}
          rows={cards.data.map((card) => [
            <a href={`/m/cards/${card.id}`}>
              {card.holder?.nickname} {card.holder?.phone_mask}
            </a>,
            `${kindName(card.kind, t)} ${card.service}`,
            t(...(STATUS[card.status] ?? ['', ''])),
            unitsText(card.unit, card.remaining_units, t),
          ])}
        />
      )}
      <More of={cards} href="/m/cards" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

page('GET', '/m/cards/:id', 'staff', async ({ params, ask, t }) => {
  const [card, used] = await Promise.all([
    ask(readCardOperation, { params }),
    ask(listRedemptionsOperation, { query: { card_id: params.id, limit: '10' } }),
  ])
  const holder = card.holder
  const unit = card.unit
  const open = card.may.includes('claim')
  return (
    <Frame title={t('一张卡', 'A card')}>
      <section class="card">
        <Facts
          of={[
            [t('顾客', 'Customer'), `${holder.nickname} ${holder.phone_mask}`],
            [t('卡', 'Card'), `${kindName(card.kind, t)} ${card.service}`],
            [t('状态', 'State'), t(...(STATUS[card.status] ?? ['', '']))],
            [t('还剩', 'Left'), unitsText(unit, card.remaining_units, t)],
            [t('开卡', 'Opened'), <When at={card.opened_at} />],
          ]}
        />
        {open ? (
          <div class="buttons">
            <a class="button plain" href={`/m/claims/new?card_id=${params.id}`}>
              {t('免码核销', 'Without a code')}
            </a>
          </div>
        ) : null}
      </section>
      <Grid
        caption={t('最近的使用', 'Latest uses')}
        show_caption
        head={[
          t('时间', 'When'),
          t('什么', 'What'),
          t('数量', 'How much'),
          t('入账', 'To the shop'),
        ]}
        words={[1]}
        rows={used.data.map((use) => [
          <a href={`/m/redemptions/${use.id}`}>
            <When at={use.started_at} />
          </a>,
          use.label,
          <Counted use={use} />,
          <Money fen={use.counted_fen} />,
        ])}
      />
      <Lots card={card} />
    </Frame>
  )
})
const Lots: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  const lots = card.lots
  return (
    <>
      <Grid
        caption={t('每一笔充值', 'Each payment')}
        show_caption
        head={[
          t('付款日', 'Paid on'),
          t('有效期到', 'Good until'),
          t('实付', 'Paid'),
          t('卡里的钱', 'On the card'),
        ]}
        words={[1]}
        rows={lots.map((lot) => [
          <a href={`/m/lots/${lot.id}/proof`}>
            <When at={lot.bought_at} />
          </a>,
          lot.ends_on || '—',
          <Money fen={lot.paid_fen} />,
          <Money fen={lot.escrow_fen} />,
        ])}
      />
      {card.kind === 'count'
        ? lots
            .filter(({ ends_on }) => ends_on !== null)
            .map((lot, i) => (
              <form method="post" action={`/m/cards/${card.id}/extensions`} class="card">
                {key()}
                <input type="hidden" name="lot_id" value={lot.id} />
                <Field
                  name="ends_on"
                  id={`ends-${i}`}
                  label={t(
                    `把到 ${lot.ends_on ?? ''} 的一笔延后到`,
                    `Extend the one ending ${lot.ends_on ?? ''} to`,
                  )}
                  type="date"
                  required
                />
                <button type="submit" class="plain">
                  {t('延后', 'Extend')}
                </button>
              </form>
            ))
        : null}
    </>
  )
}
page(
  'POST',
  '/m/cards/:id/extensions',
  'staff',
  async ({ c, params, form, ask }) => {
    const body = { lot_id: form.get('lot_id') ?? '', ends_on: form.get('ends_on') ?? '' }
    await ask(extendLotOperation, { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/m/cards/${params.id}`, 303)
  },
  { again: '/m/cards/:id' },
)
