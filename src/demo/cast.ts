import { period, type ShopPlan, stored, visits } from './plans'
import { DISTRICTS, GIVEN, NAMES, PLACE, SURNAMES, TEMPLATES } from './templates'

/** The demo city's people and shops. All invented; 示范银行 stands in for the custody bank. */

/** The shop most stories are about. */
export const BAKERY: ShopPlan = {
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
}
/** The five characters the documents refer to. */
export const CHARACTERS: readonly ShopPlan[] = [
  BAKERY,
  {
    name: '劲浪健身',
    sector: 'gym',
    district: 'jingqu',
    entity_type: 'company',
    address: '经区乐天大道 66 号',
    legal_representative: '郭劲松',
    items: [
      ['单次入场', 5000],
      ['私教一节', 30000, 1],
      ['私教双人课一节', 50000, 2],
    ],
    offers: [
      {
        ...period('季卡', '健身', 900, 90, 1200),
        pauses_max: 1,
        pause_days_max: 20,
        pause_days_min: 5,
      },
      {
        ...visits('私教 10 节', '私教', 2600, 10, 1, 300),
        no_show_bp: 5_000,
        free_cancel_hours: 12,
      },
    ],
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
      { ...stored('充 500 八八折', 500, 0, 8_800), no_show_bp: 1_000, free_cancel_hours: 3 },
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
    items: [
      ['钢琴一对一', 18000, 1],
      ['名师课 90 分钟', 36000, 2],
    ],
    offers: [
      {
        ...visits('钢琴 24 课时', '钢琴', 3800, 24, 0, 180),
        no_show_bp: 5_000,
        free_cancel_hours: 24,
      },
    ],
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

/** A holder's phone: 139 with a running number, so that no real person is meant; so have staff (137) and officials (136). */
export const holderPhone = (i: number): string => `1390000${String(i).padStart(4, '0')}`
export const staffPhone = (shop: number, i: number): string =>
  `137${String(shop).padStart(4, '0')}${String(i).padStart(4, '0')}`
export const officialPhone = (i: number): string => `1360000${String(i).padStart(4, '0')}`

const holder = (i: number, name: string) => ({ name, phone: holderPhone(i) })
/** The holders every story is about: the demo, the tests, the bench and the documents know the same ones. */
export const HOLDERS = {
  wang: holder(0, '王秀兰'),
  li: holder(1, '李明'),
  zhao: holder(2, '赵小雨'),
  wu: holder(3, '吴大海'),
  fang: holder(4, '方静'),
  stranger: holder(5, '孙立'),
} as const

/** Who comes after the bakery's owner: in the family, and by a sale of the shop. */
export const SUCCESSORS = { family: '宋小棠', buyer: '邹新' } as const

const official = <K extends string, R extends string>(
  i: number,
  kind: K,
  role: R,
  name: string,
) => ({
  kind,
  role,
  name,
  phone: officialPhone(i),
})
/** Two of each, so that what one proposes another can agree to, and one of elsewhere. Who is on duty founds the city. */
export const OFFICIALS = {
  duty: official(1, 'operator', 'operator', '平台值班员'),
  teller: official(2, 'bank', 'bank', '示范银行 柜员小丛'),
  checker: official(3, 'bank', 'bank', '示范银行 复核老邹'),
  supervisor: official(4, 'regulator', 'supervisor', '市场监管 老鞠'),
  supervisor_second: official(5, 'regulator', 'supervisor', '市场监管 小隋'),
  supervisor_elsewhere: official(7, 'regulator', 'supervisor', '文登市场监管 小毕'),
  reviewer: official(6, 'operator', 'operator', '平台复核员'),
} as const

export const NEIGHBOURS = 320
const KNOWN: readonly { name: string }[] = Object.values(HOLDERS)
export const neighbourName = (i: number): string =>
  KNOWN[i]?.name ?? pick(SURNAMES, i * 7) + pick(NAMES, i * 5 + Math.floor(i / 12))
export const cashierName = (shop: number): string => `小${pick(SURNAMES, shop * 5)}`

function pick<T>(list: readonly T[], i: number): T {
  const item = list[i % list.length]
  if (item === undefined) throw new Error('an empty list has nothing to pick')
  return item
}
