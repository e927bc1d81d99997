import { readBehaviourOn } from '../behaviour/rows'
import { emit } from '../events/emit'
import type { Instant, LocalDate } from '../kernel/time'
import { holdMerchantStatement } from '../merchants/holds'
import type { Work } from '../platform/act'
import { one, type Statement } from '../platform/d1'
import { eachDue } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { type Alert, type CityMemory, Detector } from '../warning/detector'
import { factsFrom } from '../warning/facts'
import { hearFeedback } from '../warning/feedback'
import type { Memory } from '../warning/memory'
import { WEIGHTS } from '../warning/weights'
import {
  behaviourFacts,
  feedbackIn,
  insertChangesStatements,
  type MemoryRow,
  putCityStatement,
  putMemoriesStatements,
  readDueDay,
  readFeedback,
  readMemories,
  readShopsOn,
  readWarningCity,
} from './warn-store'

/** From this level on nothing more is sold (消保法实施条例 §22 ¶3); cards go on working. */
const RED = 5
const RED_REASON = '预警红色：停业风险很高，依消保法实施条例第二十二条暂停充值，等监管核查'
const DAYS_AT_ONCE = 20

/**
 * Lets the detector hear every day that is recorded, in their order, a day an act: the level of each shop and why, kept with
 * what the detector goes on from; a shop that rises to the highest level sells nothing more from that moment. At most
 * `limit` days; says how many, `limit` when more may wait.
 */
export async function hearWarnings(world: World, limit: number): Promise<number> {
  const days = Math.min(limit, DAYS_AT_ONCE)
  for (let done = 0; done < days; done += 1) {
    const due = await one(world.db, readDueDay)
    const day = due?.day ?? null
    if (day === null) return done
    await eachDue(world, 'hearWarnings', [day], { id: (on) => on, act: (on) => hearDay(world, on) })
    const after = await one(world.db, readDueDay)
    if (after?.day === day) return done
  }
  return limit
}

async function hearDay(world: World, day: LocalDate) {
  const request = { operation: 'hearWarnings', key: day, said: [day] }
  return jobAct(world, request, {
    reads: () => ({
      city: readWarningCity,
      memories: readMemories,
      rows: readBehaviourOn(day),
      shops: readShopsOn(day),
      feedback: readFeedback(day),
    }),
    decide: ({ rows, now, kit }): Work => {
      const before = new Map(rows.memories.map((row) => [row.merchant_id, row]))
      const detector = detectorFrom(rows.city[0]?.memory, rows.memories)
      for (const finding of rows.feedback.flatMap((row) => feedbackIn(row) ?? [])) {
        const memory = detector.shops.get(finding.shop)
        if (memory) hearFeedback(memory, finding)
      }
      const alerts = detector.day(
        day,
        rows.rows.flatMap((row) => factsFrom(behaviourFacts(row)) ?? []),
      )
      const said = new Map(alerts.map((alert) => [alert.shop, alert]))
      const kept = rows.rows.flatMap(({ shop }) => {
        const memory = detector.shops.get(shop)
        const alert = said.get(shop)
        const known = before.get(shop)
        const why = alert ? JSON.stringify(alert.why) : (known?.why ?? '[]')
        const since_on = alert ? day : (known?.since_on ?? day)
        return memory ? [{ id: shop, level: memory.level, since_on, why, memory }] : []
      })
      const version = WEIGHTS.version
      return {
        status: 200,
        subject_id: day,
        body: { object: 'warning_day', day, version, changes_count: alerts.length },
        statements: [
          ...putMemoriesStatements(kept),
          putCityStatement({ day, version, memory: detector.city }),
          ...insertChangesStatements(alerts),
          ...stops(kit, alerts, rows.shops, now),
        ],
      }
    },
  })
}

function detectorFrom(city: string | undefined, memories: readonly MemoryRow[]): Detector {
  if (city === undefined) return new Detector(WEIGHTS)
  const shops = memories.map(
    ({ merchant_id, memory }) => [merchant_id, JSON.parse(memory)] as const,
  )
  return new Detector(WEIGHTS, {
    city: JSON.parse(city) as CityMemory,
    shops: new Map<string, Memory>(shops),
  })
}

type Shop = { id: string; version: number; sales_held_at: Instant | null }
/** Red stops sales at once, once: who is stopped already stays so for the reason given then. */
function stops(
  kit: Kit,
  alerts: readonly Alert[],
  shops: readonly Shop[],
  now: Instant,
): Statement[] {
  const red = new Set(alerts.filter(({ level }) => level >= RED).map(({ shop }) => shop))
  return shops
    .filter(({ id, sales_held_at }) => red.has(id) && sales_held_at === null)
    .flatMap((shop) => [
      holdMerchantStatement(shop, { at: now, reason: RED_REASON, payouts_held_at: null }),
      emit(kit, {
        type: 'merchant.sales_held',
        subject_id: shop.id,
        merchant_id: shop.id,
        consumer_id: null,
        data: { merchant_id: shop.id },
        at: now,
      }),
    ])
}
