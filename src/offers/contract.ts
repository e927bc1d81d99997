import { findVoidTerms } from '../clauses/read'
import { type Fen, fen, yuan } from '../kernel/money'
import { ENTITY_TYPES, type EntityType } from '../kernel/places'
import { refuse } from '../kernel/refusals'
import { CARD_KINDS, NO_DISCOUNT_BP, type OfferTerms } from '../law/offer-terms'
import { SALE_REGIONS, type SaleRegion, type SaleRule } from '../law/sale-rule'
import { coolOffDays } from '../law/sale-rules'
import { bookingClauses, pauseClauses, shopClauses } from '../law/use-terms'
import {
  BY_DAYS,
  BY_PRICE,
  fold,
  ratio,
  refundExample,
  releasedAt,
  SHOWN_LIMITS,
  samples,
  usedText,
} from './contract-examples'
import type { ContractPlace } from './region'

/** Goes up with every change of wording; it is printed in the text and so part of the hash. */
export const CONTRACT_TEMPLATE_VERSION = '2026-3'
/** How long a use without a pay code waits for the consumer, by its amount at list price. */
export const SILENCE_STEPS = [
  { up_to_fen: fen(10_000), waits: '24 小时', waits_en: '24 hours' },
  { up_to_fen: fen(100_000), waits: '3 天', waits_en: '3 days' },
  { up_to_fen: null, waits: '15 个工作日', waits_en: '15 working days' },
] as const

/** `visits`: how many visits of a count card one such service takes, where the shop says it. */
export type PriceListItem = { id: string; name: string; list_price_fen: Fen; visits?: number }
type ContractMerchant = {
  name: string
  licence_no: string
  legal_rep: string
  entity_type: EntityType
  address?: string | null
}
export type ContractRequest = {
  offer: OfferTerms
  merchant: ContractMerchant
  price_list: readonly PriceListItem[]
  region: SaleRegion
  place: ContractPlace
  /** The names of the merchant's open shops; said where there are several and the offer lists none. */
  open_shops?: readonly string[]
  /** The rules in force on the day (`decideOffer` returns them). */
  rules: readonly SaleRule[]
}
export type ContractArticle = { no: number; title: string; body: string }
export type Contract = { text: string; articles: ContractArticle[]; price_list: PriceListItem[] }

/**
 * The whole contract in plain Chinese, made from the offer alone: the same offer gives the same
 * bytes, so its hash can be frozen into every lot. It names no consumer. Required contents:
 * 法释〔2025〕4号 §8, 消保法 实施条例 §22; nothing in it is less than the law gives. Refuses `clause_void`.
 */
export function contractFor(request: ContractRequest): Contract {
  const void_terms = findVoidTerms(request.offer.clauses, request.place.here)
  if (void_terms.length > 0) {
    refuse('clause_void', {
      detail: void_terms.map((term) => `“${term.excerpt}”：${term.why}`).join('；'),
    })
  }
  const price_list = [...request.price_list]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((item) => (request.offer.kind === 'count' ? item : unweighed(item)))
  const terms: Terms = { ...request, price_list }
  const articles = ARTICLES.map(([title, body]) => ({ title, lines: body(terms) }))
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }, index) => ({ no: index + 1, title, body: lines.join('\n') }))
  const blocks = articles.map(({ no, title, body }) => `第${inChinese(no)}条 ${title}\n${body}`)
  const heading = `预付消费合同（${CARD_KINDS[request.offer.kind].name}）`
  const text = [heading, `版本 ${CONTRACT_TEMPLATE_VERSION}`, ...blocks].join('\n\n')
  return { text: `${text}\n`, articles, price_list }
}

/** Only a count card has visits: on any other the weight of a service means nothing. */
const unweighed = ({ id, name, list_price_fen }: PriceListItem): PriceListItem => ({
  id,
  name,
  list_price_fen,
})

type Terms = ContractRequest & { price_list: PriceListItem[] }
type Body = (terms: Terms) => string[]

const parties: Body = ({ merchant, place }) => [
  `商家：${merchant.name}（${ENTITY_TYPES[merchant.entity_type].name}），` +
    `统一社会信用代码 ${merchant.licence_no}，法定代表人或经营者 ${merchant.legal_rep}，` +
    `位于${place.city}${place.district}${merchant.address ?? ''}。`,
  '消费者：在预付保以本人手机号登记并付款的人。替他人购买的，付款人是合同当事人。',
  '预付保是记账和协同平台，存管银行保管资金；两者都不是商品或服务的提供者，也不动用您的钱。',
]

const purchase: Body = ({ offer, open_shops }) => [
  `套餐：${offer.name}。您实际支付 ${yuan(offer.price_fen)}。`,
  gain(offer),
  ...shopClauses(offer.shops, open_shops),
]

function gain(offer: OfferTerms): string {
  if (offer.kind === 'count') {
    const gift = offer.bonus_units > 0 ? `，其中赠送 ${offer.bonus_units} 次` : ''
    return `您得到：${offer.service}，共 ${offer.face_units} 次${gift}。`
  }
  if (offer.kind === 'period') {
    return `您得到：${offer.service}，共 ${offer.face_units} 天，${useLimit(offer)}。`
  }
  const gift = offer.bonus_units > 0 ? `，加上赠送的 ${yuan(offer.bonus_units)}` : ''
  const discount =
    offer.discount_bp < NO_DISCOUNT_BP ? `，按会员价 ${fold(offer.discount_bp)}消费` : ''
  return (
    `您得到：实付的 ${yuan(offer.price_fen)}${gift}${discount}，` +
    `合计可购买原价 ${yuan(offer.face_units)} 的商品或服务。赠送部分不是现金。`
  )
}

function useLimit({ use_limit, stated }: OfferTerms): string {
  if (use_limit === 'unlimited') return '期限内不限次数'
  const visits_max = stated?.visits_max ?? null
  return visits_max === null ? '期限内按店内约定的次数使用' : `期限内最多到店 ${visits_max} 次`
}

const prices: Body = ({ offer, price_list }) => [
  '下面的原价自付款时起对这张卡固定不变。未经您同意，商家不得涨价或降低质量（法释〔2025〕4号第十二条）。',
  ...(offer.kind === 'stored_value'
    ? []
    : [`${offer.service}：原价每${CARD_KINDS[offer.kind].unit} ${yuan(offer.list_price_fen)}。`]),
  ...price_list.map(
    ({ name, list_price_fen, visits }) =>
      `${name}：原价 ${yuan(list_price_fen)}${visits === undefined ? '' : `，抵 ${visits} 次`}。`,
  ),
  ...(price_list.some(({ visits }) => visits !== undefined)
    ? ['写明抵几次的，用一次扣所写的次数，自付款时起对这张卡同样固定不变。']
    : []),
  ...(price_list.length === 0 && offer.kind === 'stored_value'
    ? ['未列入价目表的商品或服务，原价以付款时店内公示的标价为准。']
    : []),
]

const release: Body = ({ offer }) => {
  const used = samples(offer.face_units)[0] ?? 1
  const released_fen = releasedAt(offer, used)
  return [
    '每次使用后，商家得到对应的钱：商家累计所得 = 您的实付 × 累计已用 ÷ 总量，不足一分的零头留给您。',
    offer.kind === 'period'
      ? '期限卡按天计算，过完一天算一天；在冷静期内经过的天数，等冷静期结束后才结算。'
      : '扣款前您会看到扣多少、剩多少；用完最后一份时，商家恰好得到最后一分。',
    `举例：${usedText(offer, used)} 时，商家累计得到 ${yuan(offer.price_fen)} × ` +
      `${ratio(offer, used)} = ${yuan(released_fen)}，` +
      `还有 ${yuan(offer.price_fen - released_fen)} 是您的。`,
  ]
}

const order: Body = () => [
  '多次付款的，每次付款单独成一笔，各有各的实付、赠送、价目和日期。',
  '使用时先用最早付款的一笔，用完再用下一笔。',
]

const validity: Body = ({ offer }) => {
  if (offer.kind === 'stored_value') {
    return ['储值余额没有有效期，不会因时间经过而减少（法释〔2025〕4号第二十四条）。']
  }
  if (offer.kind === 'period') {
    return [
      `共 ${offer.face_units} 天，付款当天算第一天；同一张卡提前续费的，从上一笔结束的次日起算。`,
      '商家停止服务的日子不算在内，停止后的天数按比例退款（法释〔2025〕4号第二十二条）。',
    ]
  }
  if (offer.valid_days === null) return ['剩余次数没有有效期。']
  return [
    `${offer.valid_days} 天内使用，付款当天算第一天。到期前平台提醒您。`,
    offer.stated?.expiry_refund === true
      ? '到期后没用完的次数，平台按您实付的价格折算，自动退给您，不用申请；商家也可以延期。'
      : '到期后剩余次数不会自动归商家：您可以与商家约定延期，也可以申请退款，协商不成的可以调解。',
  ]
}

const coolingOff: Body = ({ offer, rules }) => {
  const days = coolOffDays(rules)
  return [
    `付款后 ${days} 天内（付款当天不算），没有使用过的那一笔，您可以不说理由全额退款，退回 ${yuan(offer.price_fen)}，不收任何费用。`,
    '最后一天是休息日的，顺延到下一个工作日（民法典第二百零三条）。',
    '这比法律规定更有利：不论您以前是否接受过相同的商品或服务（法释〔2025〕4号第十四条）。',
    ...(offer.kind === 'period' ? ['冷静期内到店用过的，按已经过的天数计算，其余退还。'] : []),
  ]
}

const refunds: Body = ({ offer }) => [
  '您可以随时申请退款，退回实付中没有用掉的部分，原路退回，不收手续费（法释〔2025〕4号第十五条）。',
  ...(offer.kind === 'period' ? BY_DAYS : BY_PRICE),
  ...samples(offer.face_units).map((used) => refundExample(offer, used)),
  ...(offer.kind === 'period'
    ? ['这个数没有争议，立即退。']
    : [
        '按原价计算的金额没有争议，立即退；两种算法的差额，商家 5 个工作日内不提出异议的，也退给您。',
      ]),
  '全部退款最迟 15 日办完（《侵害消费者权益行为处罚办法》第十条）。',
  '赠送的商品或服务不从退款中自动扣除，有争议的由调解员处理（法释〔2025〕4号第二十一条）。',
  '限制民事行为能力人、无民事行为能力人购卡的，监护人可以依法要求退款（法释〔2025〕4号第十条）。',
]

const interest: Body = () => [
  '资金存管期间的利息按存管银行的实际利率计算，随每一笔付款归它的持有人，退款时一并退还。',
  '合同解除后应退未退的，自解除之日起计息；法律规定的利率更高的，按更高的计算（法释〔2025〕4号第十六条、第十七条）。',
]

const transfer: Body = ({ offer }) => [
  '您可以转让卡内权益，转让通知到达商家时生效，不需要商家批准，不收费（法释〔2025〕4号第十一条）。',
  ...(offer.use_limit === 'unlimited'
    ? ['不限次数的卡，同一时间只由一个人使用，不得借转让之名让多人共用。']
    : []),
]

const loss: Body = () => [
  '手机或卡遗失的，随时可以挂失、补办、改绑，免费，余额不变（法释〔2025〕4号第二十四条）。',
]

const closure: Body = ({ rules }) => {
  const days = Math.max(30, ...rules.map((rule) => rule.limit.closure_notice_days ?? 0))
  return [
    `商家停业、歇业、迁址的，须提前 ${days} 日通知您，并立即停止收款；没有用掉的钱按“不是您的原因”的算法自动退还。`,
    '商家迁址造成明显不便、未经您同意把义务转给别人、不限次数却不能正常提供服务的，您可以解除合同（法释〔2025〕4号第十三条）。',
    '商家失联的，经主管部门确认后平台为全体持卡人退款；您还可以依法要求惩罚性赔偿（法释〔2025〕4号第二十三条）。',
  ]
}

const silence: Body = () => [
  '出示付款码即表示您同意该次扣款。没有付款码、由商家发起的扣款，钱先留在存管账户，等您确认。',
  `按原价计：${SILENCE_STEPS.map(silenceStep).join('；')}。等待期内您没有确认也没有提出异议的，视为确认。`,
  '您提出异议的，计时停止，只有有争议的那一笔被暂时保留，其余照常使用。',
]

const silenceStep = ({ up_to_fen, waits }: (typeof SILENCE_STEPS)[number]): string =>
  up_to_fen === null ? `再高的等 ${waits}` : `${yuan(up_to_fen)} 以内等 ${waits}`

const custody: Body = () => [
  '您付的钱由支付机构收下，全部划进存管银行的专用账户，由银行保管、银行划转。',
  '平台可以按商家的等级、在公开的限额内提前放款（预支）；没有还清以前，这一部分没有钱对着，仍欠您，扫店铺码可以查到。商家不得在预付保之外收取预付款。有人要您把钱转到别处才有优惠，请不要付，并向平台反映。',
]

const records: Body = () => [
  '每次付款、使用、退款都有记录，您随时可以查询和下载，保存不少于五年。',
  '记录与您的凭据不一致、商家又不能提供证据的，按对您有利的认定（法释〔2025〕4号第二十五条）。',
]

const disputes: Body = ({ place }) => [
  `有争议可以先与商家协商或申请调解；也可以随时拨打 ${place.hotlines.join('、')}，或者向有管辖权的人民法院起诉。`,
  '合同内容有两种以上理解的，作对您有利的解释（法释〔2025〕4号第八条）。',
]

const limits: Body = ({ rules, region }) => {
  const shown = rules.filter(({ limit }) => Object.keys(limit).some((key) => SHOWN_LIMITS.has(key)))
  return [
    `预付有风险，请按需要购买。按全国、${SALE_REGIONS[region].name}和平台的规则，这张卡适用以下限制：`,
    ...shown.map((rule) => `${rule.title}（${rule.source}）。`),
  ]
}
const ownClauses: Body = ({ offer }) =>
  offer.clauses.length === 0
    ? ['没有补充条款。']
    : [
        ...offer.clauses.map((clause, index) => `${index + 1}. ${clause.trim()}`),
        '补充条款与前面各条不一致的，以对消费者更有利的为准。',
      ]

const ARTICLES: readonly (readonly [title: string, body: Body])[] = [
  ['双方', parties],
  ['您买的是什么', purchase],
  ['价目', prices],
  ['每次使用怎么算钱', release],
  ['先用哪一笔', order],
  ['有效期', validity],
  ['冷静期', coolingOff],
  ['退款怎么算', refunds],
  ['利息', interest],
  ['转让', transfer],
  ['遗失与补办', loss],
  ['停业、迁址与失联', closure],
  ['没有扫码的扣款', silence],
  ['钱在哪里', custody],
  ['记录与凭据', records],
  ['争议与投诉', disputes],
  ['限额与提示', limits],
  // An offer that states nothing of these has no such article.
  ['预约与爽约', ({ offer }) => bookingClauses(offer)],
  ['停卡', ({ offer }) => pauseClauses(offer)],
  ['商家补充条款', ownClauses],
]

function inChinese(no: number): string {
  const digit = (value: number): string => '零一二三四五六七八九'.charAt(value)
  const tens = Math.floor(no / 10)
  const head = tens === 0 ? '' : `${tens === 1 ? '' : digit(tens)}十`
  return `${head}${no % 10 === 0 ? '' : digit(no % 10)}`
}
