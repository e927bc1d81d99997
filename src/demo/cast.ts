/** The demo city's people and shops. All invented; 示范银行 stands in for the custody bank. */
export type OfferPlan =
  | {
      kind: 'stored_value'
      name: string
      price_fen: number
      bonus_fen: number
      discount_bp: number
    }
  | {
      kind: 'count'
      name: string
      service: string
      price_fen: number
      visits: number
      bonus_visits: number
      list_price_fen: number
      valid_days: number | null
    }
  | {
      kind: 'period'
      name: string
      service: string
      price_fen: number
      days: number
      list_price_fen: number
      use_limit: 'limited' | 'unlimited'
    }
export type ShopPlan = {
  name: string
  sector: string
  district: string
  entity_type: 'individual' | 'company'
  address: string
  legal_representative: string
  items: [name: string, list_price_fen: number][]
  offers: OfferPlan[]
  /** How likely a holder drops in on a day, in percent. */
  visit_percent: number
}

const stored = (name: string, yuan: number, bonus: number, discount_bp = 10_000): OfferPlan => ({
  kind: 'stored_value',
  name,
  price_fen: yuan * 100,
  bonus_fen: bonus * 100,
  discount_bp,
})
const visits = (
  name: string,
  service: string,
  yuan: number,
  count: number,
  bonus: number,
  list_yuan: number,
): OfferPlan => ({
  kind: 'count',
  name,
  service,
  price_fen: yuan * 100,
  visits: count,
  bonus_visits: bonus,
  list_price_fen: list_yuan * 100,
  valid_days: null,
})
const period = (
  name: string,
  service: string,
  yuan: number,
  days: number,
  list_fen_a_day: number,
): OfferPlan => ({
  kind: 'period',
  name,
  service,
  price_fen: yuan * 100,
  days,
  list_price_fen: list_fen_a_day,
  use_limit: 'unlimited',
})

/** The five characters the documents refer to. */
export const CHARACTERS: readonly ShopPlan[] = [
  {
    name: '海棠面包房',
    sector: 'bakery',
    district: 'huancui',
    entity_type: 'individual',
    address: '环翠区海棠路 18 号',
    legal_representative: '宋海棠',
    items: [
      ['吐司', 1800],
      ['奶油蛋糕一角', 2600],
      ['生日蛋糕 6 寸', 16800],
    ],
    offers: [stored('充 300', 300, 0), stored('充 1000 送 200', 1000, 200)],
    visit_percent: 22,
  },
  {
    name: '劲浪健身',
    sector: 'gym',
    district: 'jingqu',
    entity_type: 'company',
    address: '经区乐天大道 66 号',
    legal_representative: '郭劲松',
    items: [
      ['单次入场', 5000],
      ['私教一节', 30000],
    ],
    offers: [period('季卡', '健身', 900, 90, 1200), visits('私教 10 节', '私教', 2600, 10, 1, 300)],
    visit_percent: 12,
  },
  {
    name: '海韵理发馆',
    sector: 'salon',
    district: 'gaoqu',
    entity_type: 'individual',
    address: '高区文化西路 9 号',
    legal_representative: '于海韵',
    items: [
      ['剪发', 3800],
      ['染发', 26800],
      ['烫发', 32800],
    ],
    offers: [
      stored('充 500 八八折', 500, 0, 8_800),
      visits('剪发 10 次送 1 次', '剪发', 380, 10, 1, 38),
    ],
    visit_percent: 6,
  },
  {
    name: '小星琴行',
    sector: 'arts_training',
    district: 'wendeng',
    entity_type: 'company',
    address: '文登区文山路 120 号',
    legal_representative: '毕晓星',
    items: [['钢琴一对一', 18000]],
    offers: [visits('钢琴 24 课时', '钢琴', 3800, 24, 0, 180)],
    visit_percent: 14,
  },
  {
    name: '亮车坊洗车',
    sector: 'carwash',
    district: 'rongcheng',
    entity_type: 'individual',
    address: '荣成市成山大道 31 号',
    legal_representative: '姜亮',
    items: [
      ['普洗', 3500],
      ['精洗', 12000],
    ],
    offers: [visits('普洗 10 次', '普洗', 260, 10, 0, 35), stored('充 200 送 20', 200, 20)],
    visit_percent: 10,
  },
]

const DISTRICTS = [
  'huancui',
  'wendeng',
  'rongcheng',
  'rushan',
  'gaoqu',
  'jingqu',
  'lingang',
] as const
const PLACE: Record<(typeof DISTRICTS)[number], string> = {
  huancui: '环翠区',
  wendeng: '文登区',
  rongcheng: '荣成市',
  rushan: '乳山市',
  gaoqu: '高区',
  jingqu: '经区',
  lingang: '临港区',
}
type Template = {
  sector: string
  suffix: string
  entity_type: 'individual' | 'company'
  items: [string, number][]
  offers: OfferPlan[]
  visit_percent: number
}
const TEMPLATES: readonly Template[] = [
  {
    sector: 'bakery',
    suffix: '烘焙',
    entity_type: 'individual',
    items: [
      ['面包', 1500],
      ['蛋挞', 600],
    ],
    offers: [stored('充 200', 200, 10)],
    visit_percent: 18,
  },
  {
    sector: 'restaurant',
    suffix: '家常菜',
    entity_type: 'company',
    items: [
      ['套餐', 3200],
      ['海鲜面', 2800],
    ],
    offers: [stored('充 500 送 50', 500, 50)],
    visit_percent: 12,
  },
  {
    sector: 'salon',
    suffix: '美发',
    entity_type: 'individual',
    items: [['剪发', 4000]],
    offers: [stored('充 300 九折', 300, 0, 9_000)],
    visit_percent: 6,
  },
  {
    sector: 'beauty',
    suffix: '美容',
    entity_type: 'individual',
    items: [['补水护理', 19800]],
    offers: [visits('护理 8 次', '补水护理', 1280, 8, 0, 198)],
    visit_percent: 5,
  },
  {
    sector: 'carwash',
    suffix: '洗车',
    entity_type: 'individual',
    items: [['洗车', 3000]],
    offers: [visits('洗车 12 次', '洗车', 300, 12, 0, 30)],
    visit_percent: 9,
  },
  {
    sector: 'laundry',
    suffix: '干洗',
    entity_type: 'company',
    items: [
      ['衬衫', 1500],
      ['大衣', 4500],
    ],
    offers: [stored('充 200 送 30', 200, 30)],
    visit_percent: 8,
  },
  {
    sector: 'pool',
    suffix: '游泳馆',
    entity_type: 'company',
    items: [['单次', 4000]],
    offers: [visits('游泳 20 次', '游泳', 600, 20, 0, 40)],
    visit_percent: 10,
  },
]
const GIVEN = [
  '德顺',
  '福来',
  '汇丰',
  '金海',
  '蓝湾',
  '明珠',
  '顺和',
  '天鹅',
  '望岛',
  '兴业',
  '永安',
  '悦己',
] as const
const SURNAMES = ['王', '李', '张', '刘', '于', '丛', '姜', '毕', '宋', '鞠', '邹', '隋'] as const
const NAMES = [
  '秀兰',
  '建国',
  '桂英',
  '强',
  '敏',
  '晓东',
  '丽华',
  '志远',
  '佳怡',
  '海涛',
  '雪梅',
  '子涵',
] as const

/** Forty-two shops: the five characters, and every kind of trade through all districts. */
export function shopPlans(): ShopPlan[] {
  const shops = Array.from({ length: 37 }, (_, i): ShopPlan => {
    const template = pick(TEMPLATES, i)
    const district = pick(DISTRICTS, i * 3)
    const { suffix, ...rest } = template
    return {
      ...rest,
      district,
      name: `${pick(GIVEN, i)}${suffix}${i >= 12 ? `${PLACE[district].slice(0, 2)}店` : ''}`,
      address: `${PLACE[district]}${pick(GIVEN, i + 5)}路 ${i + 3} 号`,
      legal_representative: pick(SURNAMES, i) + pick(NAMES, i * 5),
    }
  })
  return [...CHARACTERS, ...shops]
}

export const NEIGHBOURS = 320
/** A holder's phone: 13x with a running number, so that no real person is meant. */
export const phoneOf = (i: number): string => `1390000${String(i).padStart(4, '0')}`
export const staffPhoneOf = (shop: number, i: number): string =>
  `137${String(shop).padStart(4, '0')}${String(i).padStart(4, '0')}`
export const officialPhoneOf = (i: number): string => `1360000${String(i).padStart(4, '0')}`
export const neighbourName = (i: number): string =>
  i === 0 ? '王秀兰' : pick(SURNAMES, i * 7) + pick(NAMES, i * 5 + Math.floor(i / 12))

function pick<T>(list: readonly T[], i: number): T {
  const item = list[i % list.length]
  if (item === undefined) throw new Error('an empty list has nothing to pick')
  return item
}
