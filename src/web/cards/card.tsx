import type { FC } from 'hono/jsx'
import { listDisputesOperation } from '../../disputes/routes'
import { listHoldsOperation } from '../../holds/routes'
import { readCardOperation } from '../../readers/routes'
import { listRedemptionsOperation } from '../../redemptions/routes'
import { useSay } from '../around'
import { Hold } from '../consumer/holds'
import { mayDo, Refunded } from '../consumer/refunded'
import { Confirm } from '../consumer/use'
import { type AnswerFor, key, page } from '../door'
import { Contested } from '../figures/contested'
import { Derivation } from '../figures/derivation'
import { CountedSum, CountedWhy, Total } from '../figures/history'
import { cardLead, Standing } from '../figures/standing'
import { Frame } from '../frame'
import { Face } from '../look/face'
import { Flow } from '../look/flow'
import { Icon } from '../look/icon'
import type { IconName } from '../look/icon-names'
import { Row, Rows } from '../look/rows'
import { Facts, kindName, Money, Notice, unitsText, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { Doings, Lots } from './card-more'
import { Special } from './cards'

type CardAnswer = AnswerFor<typeof readCardOperation, 'consumer'>
type RedemptionAnswer = AnswerFor<typeof listRedemptionsOperation, 'consumer'>['data'][number]

page('GET', '/c/cards/:id', 'consumer', async (visit) => {
  const { params, ask, t } = visit
  const { id: card_id } = params
  const [card, used, unconfirmed, waiting, disputes] = await Promise.all([
    ask(readCardOperation, { params }),
    ask(listRedemptionsOperation, { query: { card_id, limit: '5' } }),
    ask(listRedemptionsOperation, { query: { card_id, limit: '20', is_waiting: 'true' } }),
    ask(listHoldsOperation, { query: { card_id, limit: '5', is_waiting: 'true' } }),
    ask(listDisputesOperation, { query: { card_id, limit: '1', is_open: 'true' } }),
  ])
  return (
    <Frame title={card.shop.name} heading="own" wide>
      {card.relation !== 'holder' ? null : unconfirmed.data.map((use) => <Confirm use={use} />)}
      {waiting.data.map((hold) => (
        <Hold hold={hold} />
      ))}
      <Refunded card={card} />
      <div class="two">
        <div class="col">
          <Head card={card} />
          <Hindrances card={card} />
          {disputes.data.length === 0 ? null : (
            <a class="button plain" href={`/c/disputes?card_id=${card_id}`}>
              {t('看付款争议', 'See the payment dispute')}
            </a>
          )}
          <WhereItIs card={card} />
          <Uses uses={used.data} has_more={used.has_more} card={card} />
        </div>
        <div class="col">
          {card.is_empty === true ? null : <RefundNow card={card} />}
          <Doings card={card} />
          <Lots card={card} />
        </div>
      </div>
    </Frame>
  )
})

/** The card as its list shows it: the same figure first, what is left beside it, and the code in one tap. */
const Head: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  const lead = cardLead(card, t)
  return (
    <Face
      shop={card.shop}
      title="h1"
      note={[kindName(card.kind, t), card.service].filter(Boolean).join(' · ')}
      money={[lead.word, lead.fen]}
      beside={[
        card.unit === 'fen' ? t('还能用', 'To spend') : t('还剩', 'Left'),
        unitsText(card.unit, card.remaining_units, t),
      ]}
      tag={<Special card={card} />}
      gone={card.shop.ending === 'runaway' || card.shop.ending === 'ended'}
    >
      {mayDo(card, 'show_code') ? (
        <form method="post" action={`/c/cards/${card.id}/code`} class="buttons">
          {key()}
          <button type="submit">
            <Icon is="qr-code" />
            {t('出示消费码', 'Show pay code')}
          </button>
        </form>
      ) : null}
    </Face>
  )
}
/** All that was paid, each part where it is, and the one sentence about it. */
const WhereItIs: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  const label = t('钱现在在哪儿', 'Where the money is')
  return (
    <section class="card">
      <h2>{label}</h2>
      <Flow of={card.where} label={label} theirs={card.owner !== null} />
      <Standing of={card.standing} />
      {card.custody_account_mask === null ? null : (
        <p class="small mute">
          {t(
            `存管银行专户，${card.custody_account_mask}`,
            `Custody account ending in ${card.custody_account_mask.slice(-4)}`,
          )}
        </p>
      )}
    </section>
  )
}

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
  const words =
    card.owner === null
      ? { other: t('不是您的原因', 'Not your doing'), own: t('您自己不想用了', 'Your own wish') }
      : {
          other: t('不是持卡人的原因', 'Not the holder’s doing'),
          own: t('持卡人自己不想用了', 'The holder’s own wish'),
        }
  const most_fen = refund.not_consumer_cause_fen
  const least_fen = refund.consumer_cause_fen
  const contested = refund.contested
  return (
    <section class="card">
      <h2>{t('现在退，能拿回', 'If it ended now')}</h2>
      <Facts
        of={[
          [words.other, <Money fen={most_fen} />],
          [words.own, <Money fen={least_fen} />],
        ]}
      />
      <Contested fen={contested.not_consumer_cause_fen} own_fen={contested.consumer_cause_fen} />
      <details>
        <summary>{t('怎么算的', 'How it is counted')}</summary>
        {lots.map((lot, i) => (
          <>
            <Derivation caption={no(i) + words.other} figure={lot.not_consumer_cause} />
            <Derivation caption={no(i) + words.own} figure={lot.consumer_cause} />
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

const USE_ICONS: Record<string, IconName> = {
  used: 'check',
  returned: 'undo-2',
  voided: 'undo-2',
  waiting: 'key-round',
  lapsed: 'hourglass',
}
type UsesProps = { uses: readonly RedemptionAnswer[]; has_more: boolean; card: CardAnswer }
const Uses: FC<UsesProps> = ({ uses, has_more, card }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('最近用过的', 'Latest uses')}</h2>
      {uses.length === 0 ? <p class="mute">{t('还没有用过。', 'Not used yet.')}</p> : null}
      <Rows>
        {uses.map((use) => (
          <Row
            href={`/c/redemptions/${use.id}`}
            icon={USE_ICONS[use.state] ?? 'check'}
            tone={stateTone('use_row', use.state)}
            title={use.label}
            note={
              <>
                <When at={use.started_at} />
                <CountedWhy use={use} />
              </>
            }
            right={<CountedSum use={use} />}
          />
        ))}
      </Rows>
      {uses.length === 0 ? null : <Total card={card} />}
      {has_more ? (
        <a class="inline" href={`/c/cards/${card.id}/uses`}>
          {t('全部明细', 'All uses')}
        </a>
      ) : null}
    </section>
  )
}
