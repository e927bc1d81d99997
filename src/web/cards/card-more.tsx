import type { FC } from 'hono/jsx'
import type { readCardOperation } from '../../readers/routes'
import { useSay } from '../around'
import { mayDo } from '../consumer/refunded'
import type { AnswerFor } from '../door'
import type { IconName } from '../look/icon-names'
import { Row, Rows, Tiles } from '../look/rows'
import { ReadAloud } from '../ui/island'
import { Money, When } from '../ui/text'

type CardAnswer = AnswerFor<typeof readCardOperation, 'consumer'>

/** Each payment, with the way to its contract and proof. */
export const Lots: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('每一笔充值', 'Each payment')}</h2>
      <Rows>
        {card.lots.map((lot) => (
          <Row
            href={`/c/lots/${lot.id}/proof`}
            icon="receipt-text"
            title={
              <>
                {t('实付 ', 'Paid ')}
                <Money fen={lot.paid_fen} />
              </>
            }
            note={
              <>
                <When at={lot.bought_at} />
                {lot.ends_on === null
                  ? null
                  : t(`，有效期到 ${lot.ends_on}`, `, good until ${lot.ends_on}`)}
                {t('；合同和付款凭证', '; contract and proof')}
              </>
            }
            right={
              <small>
                {t('还在 ', 'left ')}
                <Money fen={lot.escrow_fen} />
              </small>
            }
          />
        ))}
      </Rows>
    </section>
  )
}
/** Everything else that can be done with the card: a picture and a word each, what its answer offers alone. */
export const Doings: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  const here = `/c/cards/${card.id}`
  const own = card.relation === 'holder'
  const tile = (may: boolean, href: string, icon: IconName, word: string) =>
    may ? [{ href, icon, word }] : []
  const care =
    card.status === 'frozen' ? t('解除挂失', 'Unfreeze') : t('挂失、停卡', 'Freeze, pause')
  return (
    <section class="card">
      <Tiles
        label={t('这张卡能办的事', 'What can be done')}
        of={[
          ...tile(mayDo(card, 'top_up'), `/s/${card.shop.code}`, 'plus', t('再充一笔', 'Top up')),
          ...tile(mayDo(card, 'book'), `${here}/booking`, 'calendar-days', t('预约', 'Book')),
          ...tile(true, `${here}/care`, card.status === 'frozen' ? 'lock' : 'circle-pause', care),
          ...tile(own, `${here}/share`, 'users-round', t('家人、转让', 'Family, transfer')),
          ...tile(own, `${here}/complaint`, 'message-circle', t('投诉', 'Complain')),
        ]}
      />
      <ReadAloud />
    </section>
  )
}
