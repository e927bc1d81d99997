import { readCardOperation } from '../../readers/routes'
import { page } from '../door'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Facts, kindName, Money } from '../ui/text'

const STATUS: Record<string, [zh: string, en: string]> = {
  active: ['正常', 'Active'],
  frozen: ['已挂失冻结', 'Frozen'],
  closed: ['已结清', 'Closed'],
}

/** One card as the bank may see it: the money and the contracts, never who holds it. */
page('GET', '/b/cards/:id', 'bank', async ({ params, ask, t }) => {
  const card = await ask(readCardOperation, { params })
  const status = STATUS[card.status] ?? [card.status, card.status]
  const account = (kind: string, fen: number) => (
    <a class="inline" href={`/b/accounts/${kind}:${card.id}`}>
      <Money fen={fen} />
    </a>
  )
  return (
    <Frame title={t('一张卡', 'A card')}>
      <div class="card">
        <Facts
          of={[
            [
              t('店', 'Shop'),
              <a class="inline" href={`/b/merchants/${card.merchant_id}`}>
                {card.merchant_name}
              </a>,
            ],
            [t('卡种', 'Kind'), `${kindName(card.kind, t)} ${card.service}`.trim()],
            [t('状态', 'Status'), t(...status)],
            [t('顾客可用', 'Free'), account('escrow', card.escrow_fen)],
            [t('占用', 'Held'), account('held', card.held_fen)],
            [t('退款中', 'Being refunded'), account('refunding', card.refunding_fen)],
            [t('实付累计', 'Paid in all'), <Money fen={card.paid_fen} />],
            [t('已放给店家', 'Released'), <Money fen={card.released_fen} />],
            [t('已退', 'Refunded'), <Money fen={card.refunded_fen} />],
          ]}
        />
      </div>
      <h2>{t('充值与合同', 'Top-ups and contracts')}</h2>
      <Grid
        caption={t('充值与合同', 'Top-ups and contracts')}
        head={[t('合同哈希', 'Contract hash'), t('实付', 'Paid')]}
        rows={card.lots.map((lot) => [
          <code>{lot.contract_hash.slice(0, 16)}</code>,
          <Money fen={lot.paid_fen} />,
        ])}
      />
      <p class="note">
        {t(
          '银行看托管的钱，不看持卡人是谁。',
          'The bank sees the money in custody, not whose card it is.',
        )}
      </p>
    </Frame>
  )
})
