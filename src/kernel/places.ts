export const ENTITY_TYPES = {
  individual: { name: '个体工商户', name_en: 'sole trader' },
  company: { name: '企业法人', name_en: 'company' },
  other: { name: '其他组织', name_en: 'another body' },
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
 * Whether a trade belongs to at least one of these groups; its own stand in the city's table of trades. Groups follow GB/T
 * 4754 (居民服务业 = class 80: laundry, hair, beauty, bath, massage, photo, housekeeping, nurseries); car washing (81) and
 * pet care (82) stand outside it, so order 9 does not reach them. Arts and sports training for pupils is off-campus
 * training too (教监管〔2022〕4号); lessons for adults are not. A trade that does both is entered as the stricter one.
 */
export const isInGroups = (own: readonly string[], groups: readonly SectorGroup[]): boolean =>
  groups.some((group) => own.includes(group))
