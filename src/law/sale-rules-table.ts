import { fen } from '../kernel/money'
import { ORDER_9_GROUPS } from '../kernel/places'
import type { LocalDate } from '../kernel/time'
import type { SaleRegion, SaleRule } from './sale-rule'

type Norm = Pick<
  SaleRule,
  'source_date' | 'in_force_from' | 'in_force_until' | 'region' | 'confidence'
>
type Scope = Pick<SaleRule, 'entity_types' | 'sector_groups' | 'kinds' | 'waived_by_full_escrow'>

const norm = (
  region: SaleRegion,
  source_date: LocalDate,
  in_force_from: LocalDate,
  confidence: SaleRule['confidence'],
): Norm => ({ region, source_date, in_force_from, in_force_until: null, confidence })

const EVERYBODY: Scope = {
  entity_types: null,
  sector_groups: null,
  kinds: null,
  waived_by_full_escrow: false,
}
/**
 * Order 9 binds companies only, in three trades; shops of one person, schools and gyms are outside
 * it.
 */
const ORDER_9: Norm = norm('national', '2016-08-18', '2012-11-01', 'excerpt')
const ORDER_9_ISSUERS: Scope = {
  ...EVERYBODY,
  entity_types: ['company'],
  sector_groups: ORDER_9_GROUPS,
}
const INTERPRETATION: Norm = norm('national', '2025-03-13', '2025-05-01', 'text')
const TRAINING: Norm = norm('national', '2022-11-30', '2022-12-29', 'excerpt')
const TRAINERS: Scope = { ...EVERYBODY, sector_groups: ['off_campus_training'] }
const SHANGHAI_GYM: Norm = {
  ...norm('shanghai', '2025-01-16', '2025-03-01', 'excerpt'),
  in_force_until: '2026-12-31',
}
const GYMS: Scope = { ...EVERYBODY, sector_groups: ['fitness'] }
const ZHEJIANG: Norm = norm('zhejiang', '2017-03-31', '2017-05-01', 'text')
const PLATFORM: Norm = norm('platform', '2025-05-01', '2025-05-01', 'policy')

/**
 * Every norm known to bear on a sale, as dated rows: a change of law is a new row, never a new
 * `if`. Drafts (深圳, 四平) are not here because they are not in force.
 */
export const SALE_RULES: readonly SaleRule[] = [
  {
    id: 'order-9-card-cap',
    title: '单张记名卡不超过 5,000 元，不记名卡不超过 1,000 元',
    source: '商务部令2012年第9号《单用途商业预付卡管理办法（试行）》第十八条',
    limit: { card_cap_fen: fen(500_000), unnamed_cap_fen: fen(100_000) },
    ...ORDER_9,
    ...ORDER_9_ISSUERS,
  },
  {
    id: 'order-9-traceable-payment',
    title: '单次购卡 5,000 元以上不得用现金',
    source: '商务部令2012年第9号第十六条',
    limit: { traceable_from_fen: fen(500_000) },
    ...ORDER_9,
    ...ORDER_9_ISSUERS,
  },
  {
    id: 'order-9-no-expiry',
    title: '记名卡不得设有效期',
    source: '商务部令2012年第9号第十九条',
    limit: { stored_value_never_lapses: true },
    ...ORDER_9,
    ...ORDER_9_ISSUERS,
  },
  {
    id: 'order-9-balance-retail-catering',
    title: '零售、住宿餐饮企业预收款余额不超过上年主营收入的 40%',
    source: '商务部令2012年第9号第二十五条',
    limit: { merchant_balance_bp: 4_000 },
    ...ORDER_9,
    ...ORDER_9_ISSUERS,
    sector_groups: ['retail', 'catering_lodging'],
  },
  {
    id: 'order-9-balance-residential',
    title: '居民服务企业预收款余额不超过上年主营收入',
    source: '商务部令2012年第9号第二十五条',
    limit: { merchant_balance_bp: 10_000 },
    ...ORDER_9,
    ...ORDER_9_ISSUERS,
    sector_groups: ['residential_services'],
  },
  {
    id: 'written-contract',
    title: '收预付款须订立书面合同',
    source: '《消费者权益保护法实施条例》第二十二条第一款',
    limit: { written_contract: true },
    ...norm('national', '2024-03-15', '2024-07-01', 'excerpt'),
    ...EVERYBODY,
  },
  {
    id: 'interpretation-cooling-off',
    title: '付款之日起七日内可以退款',
    source: '法释〔2025〕4号第十四条',
    limit: { cool_off_days: 7 },
    ...INTERPRETATION,
    ...EVERYBODY,
  },
  {
    id: 'interpretation-balance-stays',
    title: '卡内尚有余额的，商家须激活或换卡，储值余额不因到期失效',
    source: '法释〔2025〕4号第二十四条',
    limit: { stored_value_never_lapses: true },
    ...INTERPRETATION,
    ...EVERYBODY,
  },
  {
    id: 'training-card-cap',
    title: '校外培训一次收费不超过 5,000 元',
    source: '教监管〔2022〕4号；教监管函〔2021〕2号',
    limit: { card_cap_fen: fen(500_000) },
    ...TRAINING,
    ...TRAINERS,
  },
  {
    id: 'training-lessons',
    title: '校外培训按课时收费不超过 60 课时',
    source: '教监管〔2022〕4号；教监管函〔2021〕2号',
    limit: { units_max: 60 },
    ...TRAINING,
    ...TRAINERS,
    kinds: ['count'],
  },
  {
    id: 'training-term',
    title: '校外培训按周期收费不超过 3 个月',
    source: '教监管〔2022〕4号；教监管函〔2021〕2号',
    limit: { term_months_max: 3 },
    ...TRAINING,
    ...TRAINERS,
    kinds: ['period'],
  },
  {
    id: 'shandong-closure-notice',
    title: '停业、歇业或迁址须提前 30 日告知',
    source: '《山东省消费者权益保护条例》第三十条',
    limit: { closure_notice_days: 30 },
    ...norm('shandong', '2017-03-29', '2017-05-01', 'text'),
    ...EVERYBODY,
  },
  {
    id: 'zhejiang-company-cap',
    title: '企业法人单张记名卡不超过 5,000 元，不记名卡不超过 1,000 元',
    source: '《浙江省实施〈消费者权益保护法〉办法》第十一条',
    limit: { card_cap_fen: fen(500_000), unnamed_cap_fen: fen(100_000) },
    ...ZHEJIANG,
    ...EVERYBODY,
    entity_types: ['company'],
    waived_by_full_escrow: true,
  },
  {
    id: 'zhejiang-others-cap',
    title: '其他经营者单张记名卡不超过 2,000 元，不记名卡不超过 500 元',
    source: '《浙江省实施〈消费者权益保护法〉办法》第十一条',
    limit: { card_cap_fen: fen(200_000), unnamed_cap_fen: fen(50_000) },
    ...ZHEJIANG,
    ...EVERYBODY,
    entity_types: ['individual', 'other'],
    waived_by_full_escrow: true,
  },
  {
    id: 'jiangsu-cooling-off',
    title: '购卡之日起十五日内可以退卡',
    source: '江苏省人民政府令第142号《江苏省预付卡管理办法》',
    limit: { cool_off_days: 15, cool_off_less_costs: true },
    ...norm('jiangsu', '2020-12-11', '2021-01-01', 'excerpt'),
    ...EVERYBODY,
  },
  {
    id: 'jiangsu-gym-lease',
    title: '健身卡期限不长于场地租期',
    source: '江苏省体育健身经营场所预付卡规定（2023）',
    limit: { term_within_lease: true },
    ...norm('jiangsu', '2023-11-12', '2023-11-12', 'excerpt'),
    ...GYMS,
  },
  {
    id: 'beijing-cooling-off',
    title: '购卡之日起七日内未兑付的，可以全额退卡',
    source: '《北京市单用途预付卡管理条例》第十六条',
    limit: { cool_off_days: 7, cool_off_gifts_back: true, cool_off_refund_within_days: 5 },
    ...norm('beijing', '2021-11-26', '2022-06-01', 'text'),
    ...EVERYBODY,
  },
  {
    id: 'beijing-refund',
    title: '经营者原因退款的，按原约定的优惠方案退；没有约定的十五日内一次退回',
    source: '《北京市单用途预付卡管理条例》第十七条',
    limit: { refund_within_days: 15 },
    ...norm('beijing', '2021-11-26', '2022-06-01', 'text'),
    ...EVERYBODY,
  },
  {
    id: 'shanghai-closure',
    title: '停业、歇业或迁移须提前三十日告知；消费者可以要求继续履行或者退回余额',
    source: '《上海市单用途预付消费卡管理规定》第十七条',
    limit: { closure_notice_days: 30 },
    ...norm('shanghai', '2018-07-27', '2019-01-01', 'text'),
    ...EVERYBODY,
  },
  {
    id: 'zhejiang-refund',
    title: '应当退款的，五日内退回',
    source: '《浙江省实施〈消费者权益保护法〉办法》第十条',
    limit: { refund_within_days: 5 },
    ...norm('zhejiang', '2017-03-31', '2017-05-01', 'excerpt'),
    ...EVERYBODY,
  },
  {
    id: 'shanghai-gym-membership',
    title: '健身会籍不超过 5,000 元、24 个月',
    source: '沪体规文〔2025〕1号第八条',
    limit: { card_cap_fen: fen(500_000), term_months_max: 24 },
    ...SHANGHAI_GYM,
    ...GYMS,
    kinds: ['period'],
  },
  {
    id: 'shanghai-gym-sessions',
    title: '健身课时不超过 20,000 元、60 课时',
    source: '沪体规文〔2025〕1号第八条',
    limit: { card_cap_fen: fen(2_000_000), units_max: 60 },
    ...SHANGHAI_GYM,
    ...GYMS,
    kinds: ['count'],
  },
  {
    id: 'shanghai-gym-stored-value',
    title: '健身储值不超过 5,000 元',
    source: '沪体规文〔2025〕1号第八条',
    limit: { card_cap_fen: fen(500_000) },
    ...SHANGHAI_GYM,
    ...GYMS,
    kinds: ['stored_value'],
  },
  {
    id: 'shanghai-gym-total',
    title: '同一消费者在同一健身经营者处预付总额不超过 20,000 元，续费计入',
    source: '沪体规文〔2025〕1号第八条',
    limit: { holder_total_cap_fen: fen(2_000_000) },
    ...SHANGHAI_GYM,
    ...GYMS,
  },
  {
    id: 'platform-within-lease',
    title: '卡的期限不长于店铺租约',
    source: '平台规则（参照江苏2023年健身规定、《北京市单用途预付卡管理条例》第十三条第四项）',
    limit: { term_within_lease: true },
    ...PLATFORM,
    ...EVERYBODY,
  },
  {
    id: 'platform-within-licence',
    title: '卡的期限不长于店铺执照的有效期',
    source: '平台规则（参照法释〔2025〕4号第四条、第六条）',
    limit: { term_within_licence: true },
    ...PLATFORM,
    ...EVERYBODY,
  },
  {
    id: 'platform-no-expiry',
    title: '储值余额永不过期',
    source: '平台规则（参照商务部令2012年第9号第十九条，不分经营者类型）',
    limit: { stored_value_never_lapses: true },
    ...PLATFORM,
    ...EVERYBODY,
  },
  {
    id: 'platform-cooling-off',
    title: '未使用的每笔付款，七日内无条件全额退款',
    source: '平台规则（比法释〔2025〕4号第十四条更有利于消费者：不适用其两项例外）',
    limit: { cool_off_days: 7 },
    ...PLATFORM,
    ...EVERYBODY,
  },
]
