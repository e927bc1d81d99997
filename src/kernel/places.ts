/**
 * The districts of 威海 a shop can stand in. The last three are development zones run like districts;
 * a supervisor's jurisdiction is one of these codes.
 */
export const DISTRICTS = {
  huancui: { name: '环翠区', short_name: '环翠' },
  wendeng: { name: '文登区', short_name: '文登' },
  rongcheng: { name: '荣成市', short_name: '荣成' },
  rushan: { name: '乳山市', short_name: '乳山' },
  gaoqu: { name: '火炬高技术产业开发区', short_name: '高区' },
  jingqu: { name: '经济技术开发区', short_name: '经区' },
  lingang: { name: '临港经济技术开发区', short_name: '临港' },
} as const
export type District = keyof typeof DISTRICTS

export const ENTITY_TYPES = {
  individual: { name: '个体工商户' },
  company: { name: '企业法人' },
  other: { name: '其他组织' },
} as const
export type EntityType = keyof typeof ENTITY_TYPES

/** What the sale rules ask about a trade. A trade can be in several groups, or in none. */
export const SECTOR_GROUPS = {
  retail: { name: '零售业' },
  catering_lodging: { name: '住宿和餐饮业' },
  residential_services: { name: '居民服务业' },
  off_campus_training: { name: '面向中小学生的校外培训' },
  fitness: { name: '体育健身' },
} as const
export type SectorGroup = keyof typeof SECTOR_GROUPS

/** The three trades 商务部令2012年第9号 §2 reaches, and only when the issuer is a company. */
export const ORDER_9_GROUPS: readonly SectorGroup[] = [
  'retail',
  'catering_lodging',
  'residential_services',
]

/**
 * The trades. Groups follow GB/T 4754 (居民服务业 = class 80: laundry, hair, beauty, bath, massage,
 * photo, housekeeping, nurseries); car washing (81) and pet care (82) stand outside it, so order 9
 * does not reach them. Arts and sports training for pupils is off-campus training too
 * (教监管〔2022〕4号); lessons for adults are not. A trade that does both is entered as the stricter one.
 */
export const SECTORS = {
  bakery: { name: '烘焙', groups: ['catering_lodging'] },
  restaurant: { name: '餐饮', groups: ['catering_lodging'] },
  cafe: { name: '咖啡茶饮', groups: ['catering_lodging'] },
  hotel: { name: '住宿', groups: ['catering_lodging'] },
  retail: { name: '零售', groups: ['retail'] },
  fresh_food: { name: '生鲜果蔬', groups: ['retail'] },
  salon: { name: '美发', groups: ['residential_services'] },
  beauty: { name: '美容美甲', groups: ['residential_services'] },
  massage: { name: '按摩足疗', groups: ['residential_services'] },
  bath: { name: '洗浴', groups: ['residential_services'] },
  laundry: { name: '洗衣', groups: ['residential_services'] },
  photo: { name: '摄影', groups: ['residential_services'] },
  housekeeping: { name: '家政', groups: ['residential_services'] },
  nursery: { name: '托育早教', groups: ['residential_services'] },
  carwash: { name: '洗车', groups: [] },
  pet: { name: '宠物服务', groups: [] },
  gym: { name: '健身', groups: ['fitness'] },
  pool: { name: '游泳', groups: ['fitness'] },
  yoga: { name: '瑜伽舞蹈', groups: ['fitness'] },
  kids_play: { name: '儿童乐园', groups: [] },
  cinema: { name: '影院娱乐', groups: [] },
  k12_training: { name: '学科类校外培训', groups: ['off_campus_training'] },
  arts_training: { name: '艺术培训（中小学生）', groups: ['off_campus_training'] },
  sports_training: { name: '体育培训（中小学生）', groups: ['off_campus_training'] },
  adult_training: { name: '成人培训', groups: [] },
  driving: { name: '驾驶培训', groups: [] },
  elder_care: { name: '养老服务', groups: [] },
  travel: { name: '旅游出行', groups: [] },
} as const satisfies Record<string, { name: string; groups: readonly SectorGroup[] }>
export type Sector = keyof typeof SECTORS

/** Whether a trade belongs to at least one of these groups. */
export function isInGroups(sector: Sector, groups: readonly SectorGroup[]): boolean {
  const own: readonly SectorGroup[] = SECTORS[sector].groups
  return own.some((group) => groups.includes(group))
}
