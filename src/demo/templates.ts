import { type OfferPlan, stored, visits } from './plans'

export const DISTRICTS = [
  'huancui',
  'wendeng',
  'rongcheng',
  'rushan',
  'gaoqu',
  'jingqu',
  'lingang',
] as const
export const PLACE: Record<(typeof DISTRICTS)[number], string> = {
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
export const TEMPLATES: readonly Template[] = [
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
export const GIVEN = [
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
export const SURNAMES = [
  '王',
  '李',
  '张',
  '刘',
  '于',
  '丛',
  '姜',
  '毕',
  '宋',
  '鞠',
  '邹',
  '隋',
] as const
export const NAMES = [
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
