import { knownDistrict } from '../city/rules'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { countTips, insertTip, type TipRow } from './store'
import { presentTip } from './views'

/** So many a day and no more: the readers are people. */
const TIPS_A_DAY = 5
type Told = Omit<TipRow, 'id' | 'created_at'>

/**
 * Writes down a shop that has not joined: `invite` asks it to, `report` tells its district's supervisor. Refuses
 * `district_unknown`, and `shop_tips_used_up` after five on one day (Asia/Shanghai).
 */
export function tellOfShop(world: World, ask: Ask, told: Told) {
  return answerOnce(world, ask, {
    reads: (who, now) => ({ told: countTips(who.subject_id, localDate(now)) }),
    decide: ({ actor, rows, now, city, kit }) => {
      knownDistrict(city, told.district, localDate(now))
      if ((rows.told[0]?.n ?? 0) >= TIPS_A_DAY) refuse('shop_tips_used_up')
      const tip: TipRow = { id: kit.newId('tip'), ...told, created_at: now }
      const beside = { consumer_id: actor.id, told_on: localDate(now) }
      return {
        status: 201,
        subject_id: tip.id,
        body: presentTip(tip, city),
        statements: [insertTip({ ...tip, ...beside })],
      }
    },
  })
}
