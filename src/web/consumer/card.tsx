import type { FC } from 'hono/jsx'
import { listDisputesOperation } from '../../disputes/routes'
import { listHoldsOperation } from '../../holds/routes'
import { readCardOperation } from '../../readers/routes'
import { listRedemptionsOperation } from '../../redemptions/routes'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Contested } from '../figures/contested'
import { Derivation } from '../figures/derivation'
import { Counted, Total } from '../figures/history'
import { cardLead, Standing } from '../figures/standing'
import { Frame } from '../frame'
import { ReadAloud } from '../ui/island'
import { Amount, Facts, kindName, Money, Notice, unitsText, When } from '../ui/text'
import { Hold } from './holds'
import { mayDo, Refunded } from './refunded'
import { Confirm } from './use'

type CardAnswer = AnswerFor<typeof readCardOperation, 'consumer'>
type RedemptionAnswer = AnswerFor<typeof listRedemptionsOperation, 'consumer'>['data'][number]

page('GET', '/c/cards/:id', 'consumer', async (visit) => {
  const { params, ask, t } = visit
  const [card, used, waiting, disputes] = await Promise.all([
    ask(readCardOperation, { params }),
    ask(listRedemptionsOperation, { query: { card_id: params.id, limit: '5' } }),
    ask(listHoldsOperation, { query: { card_id: params.id, limit: '5', is_waiting: 'true' } }),
    ask(listDisputesOperation, { query: { is_open: 'true' } }),
  ])
  const uses = used.data
  const shop = card.shop
  const unit = card.unit
  const lead = cardLead(card, t)
  return (
    <Frame title={shop.name}>
      {uses
        .filter(({ status }) => status === 'user_confirming')
        .map((use) => (
          <Confirm use={use} />
        ))}
      {waiting.data.map((hold) => (
        <Hold hold={hold} />
      ))}
      <Refunded card={card} />
      <section class="card">
        <p class="mute">{lead.word}</p>
        <Amount fen={lead.fen} />
        <Standing of={card.standing} />
        <p>
          {kindName(card.kind, t)} {card.service}：
          <strong>
            {t('还剩 ', 'left ')}
            {unitsText(unit, card.remaining_units, t)}
          </strong>
        </p>
        <Hindrances card={card} />
        {disputes.data.some(({ card_id }) => card_id === params.id) ? (
          <p>
            <a class="inline" href="/c/disputes">
              {t('看付款争议', 'See the payment dispute')}
            </a>
          </p>
        ) : null}
        {mayDo(card, 'show_code') ? (
          <form method="post" action={`/c/cards/${params.id}/code`} class="buttons">
            {key()}
            <button type="submit">{t('出示消费码', 'Show pay code')}</button>
          </form>
        ) : null}
      </section>
      {card.is_empty === true ? null : <RefundNow card={card} />}
      <Uses uses={uses} card={card} />
      <Lots card={card} />
      <Doings card={card} />
    </Frame>
  )
})

/** Why the card cannot be used right now, or what is set aside. */
const Hindrances: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  const paused = card.paused
  const stopped = card.stopped
  return (
    <>
      {card.status === 'frozen' ? (
        <Notice is="warn">
          {t(
            '已挂失：先替您看住，谁都用不了。要再用，请解除挂失。',
            'Frozen: nobody can spend it until you unfreeze it.',
          )}
        </Notice>
      ) : null}
      {card.status === 'closed' ? (
        <Notice is="safe">{t('这张卡已经用完或退完。', 'This card is finished.')}</Notice>
      ) : null}
      {card.shop.sales_held === true ? (
        <Notice is="warn">{t('这家店暂停了充值。', 'The shop may not sell at present.')}</Notice>
      ) : null}
      {paused ? (
        <Notice is="warn">
          {t(`停卡中，从 ${paused.from_on} 起不计天`, `Paused since ${paused.from_on}`)}
        </Notice>
      ) : null}
      {stopped ? (
        <Notice is="warn">
          {t(
            `店家停止服务，从 ${stopped.from_on} 起不扣天、不付给店家`,
            `The shop stopped serving on ${stopped.from_on}: no days are counted`,
          )}
        </Notice>
      ) : null}
      {card.held_fen > 0 ? (
        <p>
          <a class="inline" href="/c/holds">
            {t('其中预约和待确认的 ', 'Set aside: ')}
            <Money fen={card.held_fen} />
          </a>
        </p>
      ) : null}
    </>
  )
}

/** The number nobody else shows: what would come back if it ended now, line by line. */
const RefundNow: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  const refund = card.refund_now
  const here = `/c/cards/${card.id}`
  const lots = refund.lots
  const no = (i: number) => (lots.length > 1 ? t(`第 ${i + 1} 笔：`, `Payment ${i + 1}: `) : '')
  const most_fen = refund.not_consumer_cause_fen
  const least_fen = refund.consumer_cause_fen
  const contested = refund.contested
  return (
    <section class="card">
      <h2>{t('现在退，能拿回', 'If it ended now')}</h2>
      <Facts
        of={[
          [t('不是您的原因', 'Not your doing'), <Money fen={most_fen} />],
          [t('您自己不想用了', 'Your own wish'), <Money fen={least_fen} />],
        ]}
      />
      <Contested fen={contested.not_consumer_cause_fen} own_fen={contested.consumer_cause_fen} />
      <details>
        <summary>{t('怎么算的', 'How it is counted')}</summary>
        {lots.map((lot, i) => (
          <>
            <Derivation
              caption={no(i) + t('不是您的原因', 'Not your doing')}
              figure={lot.not_consumer_cause}
            />
            <Derivation
              caption={no(i) + t('您自己的原因', 'Your own wish')}
              figure={lot.consumer_cause}
            />
          </>
        ))}
      </details>
      {mayDo(card, 'refund') ? (
        <a class="button plain" href={`${here}/refund`}>
          {t('退这张卡', 'Refund this card')}
        </a>
      ) : null}
    </section>
  )
}

const Uses: FC<{ uses: readonly RedemptionAnswer[]; card: CardAnswer }> = ({ uses, card }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('最近用过的', 'Latest uses')}</h2>
      {uses.length === 0 ? <p class="mute">{t('还没有用过。', 'Not used yet.')}</p> : null}
      <ul class="list">
        {uses.map((use) => (
          <li>
            <a href={`/c/redemptions/${use.id}`}>{use.label}</a>
            <span class="n">
              <Counted use={use} sign="−" />
            </span>
            <span class="small mute">
              <When at={use.started_at} />
            </span>
          </li>
        ))}
      </ul>
      {uses.length === 0 ? null : <Total card={card} />}
      {uses.length === 5 ? (
        <a class="inline" href={`/c/cards/${card.id}/uses`}>
          {t('全部明细', 'All uses')}
        </a>
      ) : null}
    </section>
  )
}
const Lots: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('每一笔充值', 'Each payment')}</h2>
      <ul class="list">
        {card.lots.map((lot) => (
          <li>
            <a href={`/c/lots/${lot.id}/proof`}>
              {t('实付 ', 'Paid ')}
              <Money fen={lot.paid_fen} />
            </a>
            <span class="n">
              {t('还在 ', 'left ')}
              <Money fen={lot.escrow_fen} />
            </span>
            <span class="small mute">
              <When at={lot.bought_at} />
              {lot.ends_on !== null
                ? t(`，有效期到 ${lot.ends_on}`, `, good until ${lot.ends_on}`)
                : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
/** Everything else that can be done with the card, in words. */
const Doings: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  const here = `/c/cards/${card.id}`
  const shop = card.shop
  return (
    <>
      <div class="buttons">
        {mayDo(card, 'top_up') ? (
          <a class="button plain" href={`/s/${shop.code}`}>
            {t('再充一笔', 'Top up')}
          </a>
        ) : null}
        {mayDo(card, 'book') ? (
          <a class="button plain" href={`${here}/booking`}>
            {t('预约', 'Book')}
          </a>
        ) : null}
        <a class="button plain" href={`${here}/care`}>
          {card.status === 'frozen' ? t('解除挂失', 'Unfreeze') : t('挂失、停卡', 'Freeze, pause')}
        </a>
        <a class="button plain" href={`${here}/share`}>
          {t('家人、转让', 'Family, transfer')}
        </a>
      </div>
      <ReadAloud />
    </>
  )
}
