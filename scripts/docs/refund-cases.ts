/** Ten cases in the words of the public calculator; docs/refunds.md shows what the engine answers to each. */
export const REFUND_CASES: { title: string; told: string; request: Record<string, unknown> }[] = [
  {
    title: '充 1000 送 200，用了 600，店家关门',
    told: '送的 200 元不是现金，但买东西时顶钱用；所以每花 1.2 元原价，只算花了 1 元预付款。',
    request: {
      cause: 'merchant',
      terminated_on: '2026-06-01',
      lots: [
        {
          kind: 'stored_value',
          paid_on: '2026-03-02',
          paid_fen: 100_000,
          bonus_fen: 20_000,
          uses: [{ list_value_fen: 60_000 }],
        },
      ],
    },
  },
  {
    title: '同一张卡，自己不想要了',
    told: '自己的原因，用掉的按打折前的原价算；不够扣也不用补。',
    request: {
      cause: 'consumer',
      terminated_on: '2026-06-01',
      lots: [
        {
          kind: 'stored_value',
          paid_on: '2026-03-02',
          paid_fen: 100_000,
          bonus_fen: 20_000,
          uses: [{ list_value_fen: 60_000 }],
        },
      ],
    },
  },
  {
    title: '买了三天，一次没用',
    told: '付款之日起七日内没有用过，本金全退，不问理由。',
    request: {
      cause: 'cooling_off',
      terminated_on: '2026-03-05',
      lots: [
        {
          kind: 'count',
          paid_on: '2026-03-02',
          paid_fen: 38_000,
          visits: 10,
          bonus_visits: 1,
          list_price_fen: 6_000,
        },
      ],
    },
  },
  {
    title: '买三节送一节，上了两节，老师走了',
    told: '送的一节也算节数：付了 300 元得 4 节，上了 2 节就是一半。',
    request: {
      cause: 'merchant',
      terminated_on: '2026-06-01',
      lots: [
        {
          kind: 'count',
          paid_on: '2026-03-02',
          paid_fen: 30_000,
          visits: 3,
          bonus_visits: 1,
          list_price_fen: 12_000,
          uses: [{ visits: 2 }],
        },
      ],
    },
  },
  {
    title: '健身年卡，中间停卡十天，第 101 天店家停业',
    told: '按天算，停卡的日子不算，停业以后的日子都退。',
    request: {
      cause: 'merchant',
      terminated_on: '2026-06-01',
      lots: [
        {
          kind: 'period',
          paid_on: '2026-01-01',
          paid_fen: 365_000,
          days: 365,
          paused: [{ from_on: '2026-02-01', to_on: '2026-02-10' }],
          stopped_on: '2026-04-11',
        },
      ],
    },
  },
  {
    title: '限次的季卡，合同没写按天还是按次',
    told: '合同不明确的，按对消费者有利的算。',
    request: {
      cause: 'merchant',
      terminated_on: '2026-03-15',
      lots: [
        {
          kind: 'period',
          paid_on: '2026-01-01',
          paid_fen: 90_000,
          days: 90,
          visits: { max: 24, used: 6 },
        },
      ],
    },
  },
  {
    title: '八折会员卡，原价没人买过',
    told: '店家拿不出按原价成交的记录，按当地市场价算用掉的部分。',
    request: {
      cause: 'consumer',
      terminated_on: '2026-06-01',
      lots: [
        {
          kind: 'stored_value',
          paid_on: '2026-03-02',
          paid_fen: 200_000,
          discount_bp: 8_000,
          list_price_unproven: true,
          uses: [{ list_value_fen: 120_000, market_value_fen: 90_000 }],
        },
      ],
    },
  },
  {
    title: '充了两次，优惠不同，先用第一次的',
    told: '一笔一笔算，先充的先用。',
    request: {
      cause: 'merchant',
      terminated_on: '2026-06-01',
      lots: [
        { kind: 'stored_value', paid_on: '2026-01-05', paid_fen: 100_000, bonus_fen: 20_000 },
        { kind: 'stored_value', paid_on: '2026-02-05', paid_fen: 200_000, bonus_fen: 100_000 },
      ],
      uses: [{ on: '2026-03-01', list_value_fen: 150_000 }],
    },
  },
  {
    title: '店家拖了一年才退，还要扣提成和赠品',
    told: '店家的原因，利息按签约那天的一年期 LPR；提成不能扣，赠品不自动扣。',
    request: {
      cause: 'merchant',
      terminated_on: '2026-06-01',
      refunded_on: '2027-06-01',
      lots: [
        {
          kind: 'stored_value',
          paid_on: '2024-08-01',
          paid_fen: 100_000,
          bonus_fen: 20_000,
          uses: [{ list_value_fen: 60_000 }],
        },
      ],
      gifts: [{ label: '保温杯', value_fen: 9_900 }],
      shop_claims: [{ label: '员工提成', amount_fen: 5_000 }],
      costs: [{ label: '往返交通', amount_fen: 2_000 }],
    },
  },
  {
    title: '用得太多，按原价算不够扣；另外交了会员费',
    told: '按原价算超出的部分不用补；会员费另算，按剩下的日子退。',
    request: {
      cause: 'consumer',
      terminated_on: '2026-04-11',
      lots: [
        {
          kind: 'count',
          paid_on: '2026-01-01',
          paid_fen: 100_000,
          visits: 10,
          list_price_fen: 20_000,
          uses: [{ visits: 6 }],
        },
      ],
      fees: [{ label: '会员费', paid_on: '2026-01-01', paid_fen: 36_500, days: 365 }],
    },
  },
]
