import { yuan } from '../kernel/money'
import { DISTRICTS, SECTORS } from '../merchants/places'
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

const nameOf = (names: Record<string, { name: string }>, code: string) => names[code]?.name ?? code
page('GET', '/r', 'regulator', async ({ ask }) => {
  const seen = await ask('readCityOverview')
  const table = (caption: string, groups: Body[], names: Record<string, { name: string }>) => (
    <Grid
      caption={caption}
      head={[caption, '店', '欠顾客', '放款累计']}
      rows={groups.map((g) => [
        nameOf(names, text(g, 'code')),
        number(g, 'merchants_count'),
        <Money fen={number(g, 'owed_fen')} />,
        <Money fen={number(g, 'released_fen')} />,
      ])}
    />
  )
  return (
    <Frame title="监管：辖区">
      {totals(seen.totals as Body)}
      {table('地区', list(seen.districts), DISTRICTS)}
      {table('行业', list(seen.sectors), SECTORS)}
      <Grid
        caption="近 30 天"
        head={['日子', '充值', '核销', '放款']}
        rows={list(seen.days)
          .reverse()
          .map((d) => [
            text(d, 'day'),
            <Money fen={number(d, 'paid_fen')} />,
            number(d, 'uses_count'),
            <Money fen={number(d, 'released_fen')} />,
          ])}
      />
    </Frame>
  )
})

page('GET', '/o', 'operator', async ({ ask }) => {
  const parked = list((await ask('listPaymentEvents', { query: { outcome: 'parked' } })).data)
  const book = await ask('readTrialBalance')
  return (
    <Frame title="平台：待人处理与试算平衡">
      <p>
        <a class="button" href="/o/jobs">
          定时任务
        </a>
      </p>
      <Grid
        caption="挂账的支付通知"
        head={['通知', '原因']}
        rows={parked.map((e) => [text(e, 'type'), text(e, 'reason')])}
      />
      {parked.length === 0 ? <p class="note">没有挂账的通知。</p> : null}
      <h2>试算平衡</h2>
      <Grid
        caption="试算平衡"
        head={['账户', '个数', '余额']}
        rows={list(book.lines).map((l) => [
          text(l, 'account'),
          number(l, 'accounts_count'),
          <Money fen={number(l, 'balance_fen')} />,
        ])}
      />
      <p>
        合计 <Money fen={number(book, 'sum_fen')} />
      </p>
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
const readers: [string, Kind][] = [
  ['m', 'staff'],
  ['r', 'regulator'],
]
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
