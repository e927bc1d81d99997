import type { GroundName } from '../../reckoning/grounds'
import { wholeIn } from '../ui/yuan'

/** The first question of the calculator: what kind of card. */
export const KINDS = {
  stored_value: {
    zh: '储值卡',
    en: 'Stored value',
    of: '充多少钱、花多少钱',
    of_en: 'so much money',
  },
  count: { zh: '次卡', en: 'Visits', of: '买几次、几节，用一次少一次', of_en: 'so many visits' },
  period: { zh: '期限卡', en: 'Period', of: '月卡、季卡、年卡', of_en: 'month, quarter, year' },
  package: {
    zh: '一整个疗程或课程',
    en: 'A whole course',
    of: '不按次，按完成了多少',
    of_en: 'by how much of it was done',
  },
} as const
export type CardKind = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as [CardKind, ...CardKind[]]

/** More payments than this on one card are a matter for the shop's own records. */
export const LOTS_MAX = 12
/** How many payments the form shows. */
export const lotsAsked = (of: URLSearchParams): number =>
  Math.min(Math.max(wholeIn(of.get('lots') ?? '') ?? 1, 1), LOTS_MAX)

/** What only some grounds make matter, so that nothing else is asked. */
const OWN: readonly GroundName[] = [
  'own_wish',
  'moved_away',
  'health',
  'cooling_off',
  'agreed',
  'unknown',
  'teacher_left',
  'minor',
]
const SHOP: readonly GroundName[] = [
  'shop_closed',
  'shop_moved',
  'not_served',
  'unknown',
  'handed_over',
]
/** Where the holder may be the cause, the undiscounted price decides (§19). */
export const asksListPrice = (ground: GroundName): boolean => OWN.includes(ground)
/** Where the shop may have stopped serving (§22 ¶2). */
export const asksStop = (ground: GroundName): boolean => SHOP.includes(ground)
/** Where the contract may be void, what was really delivered is asked (§15). */
export const asksEntries = (ground: GroundName): boolean =>
  ground === 'minor' || ground === 'void' || ground === 'misled' || ground === 'cooling_off'
/** Where the seven days may still run (§14). */
export const asksBefore = (ground: GroundName): boolean =>
  ground === 'cooling_off' || ground === 'own_wish' || ground === 'unknown'
