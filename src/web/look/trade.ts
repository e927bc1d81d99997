import type { IconName } from './icon-names'

/** What stands for a trade where a picture is small; trades without one of their own are a shop. */
const TRADE_ICONS: Record<string, IconName> = {
  restaurant: 'utensils',
  bakery: 'croissant',
  salon: 'scissors',
  gym: 'dumbbell',
  arts_training: 'piano',
}
export const tradeIcon = (sector: string): IconName => TRADE_ICONS[sector] ?? 'store'
