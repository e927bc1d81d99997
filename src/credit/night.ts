import { emit } from '../events/emit'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { updateLevel } from '../merchants/store'
import type { Work } from '../platform/act'
import { all, one, type Statement } from '../platform/d1'
import { eachDue } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { TABLE_VERSION } from './indicators'
import { marksOf, monthEnding } from './marks-rules'
import { isLowered, reviewOn, type Score, scoreOf } from './rules'
import {
  insertCreditDay,
  type MarkRow,
  markStatements,
  type NewScore,
  putScoresStatements,
  readCountedMarks,
  readDayToMark,
  readDueShops,
  readEndedComplaints,
  readFacts,
  readMonth,
  readScoredShops,
  type ShopRow,
} from './store'

const DAYS_AT_ONCE = 20
const SHOPS_AT_ONCE = 50

/** Marks every day whose facts are known, in their order, a day an act, each once. Says how many days; `limit`: more may wait. */
export async function markCredit(world: World, limit: number): Promise<number> {
  const days = Math.min(limit, DAYS_AT_ONCE)
  for (let done = 0; done < days; done += 1) {
    const day = (await one(world.db, readDayToMark))?.day ?? null
    if (day === null) return done
    await eachDue(world, 'markCredit', [day], { id: (on) => on, act: (on) => markDay(world, on) })
    if ((await one(world.db, readDayToMark))?.day === day) return done
  }
  return limit
}
function markDay(world: World, day: LocalDate) {
  const request = { operation: 'markCredit', key: day, said: [day] }
  return jobAct(world, request, {
    reads: () => ({
      facts: readFacts(day),
      ended: readEndedComplaints(day),
      month: readMonth(monthEnding(day)),
    }),
    decide: ({ rows, now, kit }): Work => {
      const marks = marksOf(rows).map((said) => ({
        ...said,
        id: kit.newId('cmk'),
        day,
        subject_id: null,
      }))
      return {
        status: 200,
        subject_id: day,
        body: { object: 'credit_day', day, marks_count: marks.length },
        statements: [
          ...markStatements(marks, { now, today: localDate(now) }),
          insertCreditDay(day, marks.length),
        ],
      }
    },
  })
}

/**
 * Scores the shops where something was marked, struck out or fades, fifty an act. A level that the score lost is lowered at
 * once; none is raised, and nothing that was granted is taken back. Says how many shops; `limit`: more may wait.
 */
export async function scoreCredit(world: World, limit: number): Promise<number> {
  const today = localDate(world.now())
  let done = 0
  while (done < limit) {
    const due = await all(world.db, readDueShops(today, Math.min(SHOPS_AT_ONCE, limit - done)))
    if (due.length === 0) return done
    const page = {
      id: `${today}:${due.map(({ id, no }) => `${id.slice(-8)}.${no}`).join(',')}`,
      ids: due.map(({ id }) => id),
    }
    await eachDue(world, 'scoreCredit', [page], {
      id: ({ id }) => id,
      act: ({ id, ids }) => scorePage(world, id, ids, today),
    })
    done += due.length
    const [next] = await all(world.db, readDueShops(today, 1))
    if (next && next.id === due[0]?.id) return done
  }
  return limit
}
function scorePage(world: World, key: string, ids: readonly string[], today: LocalDate) {
  const request = { operation: 'scoreCredit', key, said: [...ids, today] }
  return jobAct(world, request, {
    reads: () => ({ marks: readCountedMarks(ids, today), shops: readScoredShops(ids) }),
    decide: ({ rows, now, kit }): Work => {
      const scored = rows.shops.map((shop) => ({ shop, found: scoreFor(shop, rows.marks, today) }))
      return {
        status: 200,
        subject_id: today,
        body: { object: 'credit_scores', day: today, shops_count: scored.length },
        statements: [
          ...putScoresStatements(scored.map(({ shop, found }) => newScore(shop, found, today))),
          ...scored.flatMap(({ shop, found }) => loweredStatements(kit, shop, found, now)),
        ],
      }
    },
  })
}
const scoreFor = ({ id }: ShopRow, marks: readonly MarkRow[], today: LocalDate): Score =>
  scoreOf(
    marks.filter(({ merchant_id }) => merchant_id === id),
    today,
  )
const newScore = (shop: ShopRow, { score, level, lines }: Score, today: LocalDate): NewScore => ({
  merchant_id: shop.id,
  no: (shop.no ?? 0) + 1,
  table_version: TABLE_VERSION,
  ...{ score, level, lines },
  computed_on: today,
  review_on: reviewOn(today, JSON.parse(shop.answers_due) as LocalDate[]),
})

function loweredStatements(
  kit: Kit,
  shop: ShopRow,
  { score, level }: Score,
  now: Instant,
): Statement[] {
  if (!isLowered({ before: shop.level, now: level, stands: shop.stands })) return []
  const reason = `信用分 ${score}，按指标表 ${TABLE_VERSION} 降为 ${level}`
  return [
    updateLevel(shop, { level, reason, at: now }),
    emit(kit, {
      type: 'credit.level_lowered',
      subject_id: shop.id,
      merchant_id: shop.id,
      consumer_id: null,
      data: { level, before: shop.stands, score },
      at: now,
    }),
  ]
}
