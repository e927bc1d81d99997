import { districtName, sectorName } from '../../kernel/city'
import { yuan } from '../../kernel/money'
import { readCardOperation } from '../../readers/routes'
import { page } from '../door'
import { Frame } from '../frame'
import { Facts, kindName, Money } from '../ui/text'

const STATES: Record<string, readonly [string, string]> = {
  active: ['正常', 'active'],
  frozen: ['已挂失', 'frozen'],
  closed: ['已结清', 'closed'],
}

/** One card as the regulator sees it: a pseudonym, its money, and no name. */
page('GET', '/r/cards/:id', 'regulator', async ({ params, ask, t, city }) => {
  const card = await ask(readCardOperation, { params })
  const uses = card.uses
  const [zh, en] = STATES[card.status] ?? ['—', '—']
  return (
    <Frame title={t('一张卡（化名）', 'A card (pseudonym)')}>
      <p class="note">
        {t(
          '监管看不到顾客的姓名和电话；同一位顾客在各处是同一个化名。',
          'Officials see no names or numbers; one customer is one pseudonym everywhere.',
        )}
      </p>
      <section class="card">
        <Facts
          of={[
            [t('顾客（化名）', 'Customer'), <code>{card.holder_pseudonym}</code>],
            [t('店', 'Shop'), <a href={`/r/shops/${card.merchant_id}`}>{card.merchant_name}</a>],
            [
              t('地区和行业', 'District, trade'),
              `${districtName(city, card.district)} · ${sectorName(city, card.sector)}`,
            ],
            [t('卡种', 'Kind'), kindName(card.kind, t)],
            [t('项目', 'Service'), card.service],
            [t('状态', 'State'), t(zh, en)],
            [t('实付', 'Paid'), <Money fen={card.paid_fen} />],
            [t('欠顾客的钱', 'Owed to customers'), <Money fen={card.escrow_fen} />],
            [t('已放款给店家', 'Released'), <Money fen={card.released_fen} />],
            [t('充值笔数', 'Purchases'), card.lots_count],
            [t('用过', 'Uses'), t(`${uses.succeeded_count} 次`, String(uses.succeeded_count))],
            [t('争议差额', 'In dispute'), yuan(card.dispute_gap_fen)],
          ]}
        />
      </section>
    </Frame>
  )
})
