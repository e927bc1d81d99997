import { yuan } from '../kernel/money'
import type { Kind } from '../platform/actor'
import { type Body, list, number, page, text } from './door'
import { Frame } from './frame'
import { Grid } from './ui/table'
import { Facts, KIND_NAMES, Money } from './ui/text'

const totals = (t: Body) => (
  <div class="card">
    <Facts
      of={[
        ['店', `${number(t, 'merchants_count')} 家`],
        ['卡', `${number(t, 'cards_count')} 张`],
        ['欠顾客', <Money fen={number(t, 'owed_fen')} />],
        ['专户', <Money fen={number(t, 'custody_fen')} />],
        ['在途（已付未到专户）', <Money fen={number(t, 'in_transit_fen')} />],
        ['应付店家', <Money fen={number(t, 'payable_fen')} />],
        ['出款中', <Money fen={number(t, 'paying_fen')} />],
        [
          '保障率',
          t.protection_bp === null
            ? '—'
            : `${Math.floor(number(t, 'protection_bp') / 100)}.${String(number(t, 'protection_bp') % 100).padStart(2, '0')} %`,
        ],
      ]}
    />
  </div>
)

page('GET', '/b', 'bank', async ({ ask }) => {
  const seen = await ask('readBankOverview', { query: { limit: '60' } })
  return (
    <Frame title="银行：全市托管">
      {totals(seen.totals as Body)}
      <p class="note">专户 + 在途 = 欠顾客 + 应付店家 + 出款中（差额须有名目）</p>
      <Grid
        caption="逐店"
        head={['店', '欠顾客', '应付', '实付累计']}
        rows={list((seen.merchants as Body).data).map((m) => [
          text(m, 'name'),
          <Money fen={number(m, 'owed_fen')} />,
          <Money fen={number(m, 'payable_fen')} />,
          <Money fen={number(m, 'paid_fen')} />,
        ])}
      />
    </Frame>
  )
})

/** The card as the shop, the bank and the regulator see it: whatever their strict view holds, named in Chinese. */
const NAMES: Record<string, string> = {
  kind: '卡种',
  service: '项目',
  status: '状态',
  remaining_units: '剩余',
  holder_pseudonym: '顾客（化名）',
  merchant_name: '店',
  district: '地区',
  sector: '行业',
  escrow_fen: '托管',
  held_fen: '占用',
  refunding_fen: '退款中',
  paid_fen: '实付',
  released_fen: '已放款',
  refunded_fen: '已退',
  lots_count: '充值笔数',
  dispute_gap_fen: '争议差额',
  merchant_level: '信用等级',
  opened_at: '开卡',
}
const spelled = (field: string, value: unknown): string => {
  if (field.endsWith('_fen')) return yuan(Number(value))
  return field === 'kind' ? (KIND_NAMES[String(value)] ?? '') : String(value)
}
const readers: [string, Kind][] = [['b', 'bank']]
for (const [prefix, kind] of readers) {
  page('GET', `/${prefix}/cards/:id`, kind, async ({ params, ask }) => {
    const card = await ask('readCard', { params })
    const holder = card.holder as Body | undefined
    const facts = Object.entries(card).filter(
      ([field, value]) =>
        field in NAMES && (typeof value === 'string' || typeof value === 'number') && value !== '',
    )
    return (
      <Frame title="一张卡">
        <div class="card">
          <Facts
            of={[
              ...(holder
                ? ([['顾客', `${text(holder, 'nickname')} ${text(holder, 'phone_mask')}`]] as [
                    string,
                    string,
                  ][])
                : []),
              ...facts.map(([field, value]): [string, string] => [
                NAMES[field] ?? field,
                spelled(field, value),
              ]),
            ]}
          />
        </div>
      </Frame>
    )
  })
}
