import { requestFingerprint } from '../environment/fingerprint'
import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import { dayStart, epochMs, type Instant, localDate, plusDays } from '../kernel/time'
import { readColleagues, tellStatements } from '../passkeys/notices'
import type { Ask } from '../platform/act'
import { all, type IdRow, type RowsRead, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Reading, Tracer } from '../platform/read'
import type { Kit, World } from '../platform/world'
import {
  alarmsFor,
  type Concerned,
  LISTED_A_DAY,
  type Office,
  purposeFor,
  READINGS_A_DAY,
  REVIEWS_NEEDED,
  type Subject,
  subjectsFrom,
} from './rules'
import {
  type AlarmRow,
  countReadingStatement,
  insertAlarm,
  insertTraces,
  type PurposeRow,
  readDay,
  readOpenPurposes,
  readPeopleUnder,
  readRaised,
} from './store'
import { personalIdsIn, readConcerned } from './things'
import { OFFICE_NAMES } from './words'

/**
 * Writes down what an official is about to be told of people, in the journal like every act, before they are told it: one
 * row for each person, under the purpose it belongs to. A list of the office's own work needs none, unless it is asked
 * about one thing. Refuses access_purpose_needed, access_purpose_over, access_purpose_not_for_this, access_people_used_up,
 * access_reads_used_up, access_lists_used_up; what tells of nobody is not written.
 */
export const traceReading: Tracer = async (world, reading) => {
  const { told, said } = reading
  if ('everybody_at' in told) {
    const everybody = { consumer_id: null, merchant_id: told.everybody_at, things: [] }
    return writeDown(world, reading, { told: [everybody], needs_purpose: true })
  }
  const asked = personalIdsIn(said)
  const ids = [...new Set([...asked, ...personalIdsIn(told.answer)])]
  if (ids.length === 0) return
  const concerned = await readWhose(world, ids)
  const needs_purpose =
    reading.traces?.[0] !== 'work' || concerned.some(({ id }) => asked.includes(id))
  const people = subjectsFrom(concerned)
  if (people.length > 0) await writeDown(world, reading, { told: people, needs_purpose })
}

/** Whose they are does not change: it is read before the act, which needs to know whom to look up. */
async function readWhose({ db }: World, ids: readonly string[]): Promise<Concerned[]> {
  const statements = Object.values(readConcerned(ids))
  return (await Promise.all(statements.map((one) => all(db, one)))).flat()
}

type Written = { told: readonly Subject[]; needs_purpose: boolean }
async function writeDown(world: World, reading: Reading, written: Written): Promise<void> {
  const { actor, operation, request_id } = reading
  const key = world.newId('atr')
  const ask: Ask = {
    // Whatever an official's duty is, what they read is written down.
    who: { ...actor, duty: 'all' },
    key,
    operation: 'traceReading',
    policy: 'clock',
    request_id,
    fingerprint: requestFingerprint('traceReading', [operation, key]),
    shape: (_status, body) => body,
  }
  const consumers = sql`(SELECT value FROM json_each(${JSON.stringify(peopleIn(written.told))}))`
  await answerOnce(world, ask, {
    reads: (_who, now) => readsBefore(reading, consumers, now),
    decide: ({ rows, now, kit }) => {
      const purpose = written.needs_purpose ? mayRead(reading, written.told, rows) : null
      const { listed_count = 0, readings_count = 0 } = rows.day.days[0] ?? {}
      const listed = purpose === null ? written.told.length : 0
      if (purpose !== null && readings_count >= READINGS_A_DAY)
        refuse('access_reads_used_up', { retry_after_s: secondsLeft(now) })
      if (listed_count + listed > LISTED_A_DAY)
        refuse('access_lists_used_up', { retry_after_s: secondsLeft(now) })

      const counted = { readings: purpose === null ? 0 : 1, listed }
      const traces = written.told.map((one) => ({ id: kit.newId('atr'), ...one }))
      const by = readerOf(reading, purpose?.id ?? null, now)
      return {
        status: 200,
        subject_id: purpose?.id ?? actor.id,
        body: { object: 'reading', operation, people_count: traces.length },
        statements: [
          insertTraces(traces, by),
          countReadingStatement(actor.id, by.read_on, counted),
          ...(purpose === null ? [] : watched(kit, { reading, told: written.told, rows, now })),
          ...(purpose?.kind === 'emergency' ? toldAtOnce(kit, traces, now) : []),
        ],
      }
    },
  })
}
/** To the end of the day in Asia/Shanghai: limits of a day begin anew then. */
const secondsLeft = (now: string): number =>
  (epochMs(dayStart(plusDays(localDate(now), 1))) - epochMs(now)) / 1000
const peopleIn = (told: readonly Subject[]): string[] =>
  told.flatMap(({ consumer_id }) => consumer_id ?? [])

const readsBefore = ({ actor }: Reading, consumers: Statement, now: Instant) => ({
  purposes: readOpenPurposes(actor.id, now),
  under: readPeopleUnder(actor.id, now),
  day: readDay(actor.id, consumers, { day: localDate(now), now }),
  raised: readRaised(localDate(now)),
  colleagues: readColleagues(actor.kind),
  operators: sql<IdRow>`SELECT id FROM officials WHERE kind = 'operator' AND disabled_at IS NULL ORDER BY id LIMIT 20`,
})
type Rows = RowsRead<ReturnType<typeof readsBefore>>

function mayRead({ purpose_id }: Reading, told: readonly Subject[], rows: Rows): PurposeRow {
  const purpose = purposeFor(rows.purposes, purpose_id, told)
  const under = rows.under.filter((one) => one.purpose_id === purpose.id)
  const people = new Set([...under.map(({ consumer_id }) => consumer_id), ...peopleIn(told)])
  if (people.size > purpose.people_max) refuse('access_people_used_up')
  return purpose
}

const readerOf = (
  { actor, operation, request_id }: Reading,
  purpose_id: string | null,
  now: Instant,
) => ({
  request_id,
  purpose_id,
  official_id: actor.id,
  office: actor.kind as Office,
  duty: actor.duty,
  districts: actor.districts,
  operation,
  read_on: localDate(now),
  read_at: now,
})

type Watched = { reading: Reading; told: readonly Subject[]; rows: Rows; now: Instant }
/** What looks wrong about this reading: raised once each, told to colleagues and operators at once. */
function watched(kit: Kit, { reading: { actor }, told, rows, now }: Watched): Statement[] {
  const before = {
    burst_count: rows.day.burst[0]?.n ?? 0,
    people: rows.day.people.map(({ consumer_id }) => consumer_id),
    readers: rows.day.readers,
  }
  const day = localDate(now)
  const found = alarmsFor({ official_id: actor.id, day, told }, before).filter(
    ({ kind, about }) => !rows.raised.some((one) => one.kind === kind && one.about === about),
  )
  const to = [...rows.colleagues, ...rows.operators].map(({ id }) => id)
  return found.flatMap((one) =>
    alarmStatements(kit, {
      ...one,
      id: kit.newId('aal'),
      official_id: actor.id,
      office: actor.kind as Office,
      purpose_id: null,
      needs_count: REVIEWS_NEEDED[one.kind] === 2 ? 2 : 1,
      raised_at: now,
      closed_at: null,
      to,
    }),
  )
}

const SAYS = {
  emergency: '紧急查阅，没有案号',
  burst: '十分钟里查得很多',
  many_people: '一天里查了很多人',
  same_person: '同一个人一天里被多人查',
} as const
/** An alarm, an event for whoever listens, and a message to those who look at it; nobody is named in it. */
export const alarmStatements = (
  kit: Kit,
  { to, ...alarm }: AlarmRow & { to: readonly string[] },
): Statement[] => {
  const { id, kind, office, count, raised_at: at } = alarm
  const text = `查阅告警（${OFFICE_NAMES[office][0]}）：${SAYS[kind]}。请登录看“查阅告警”`
  return [
    insertAlarm(alarm),
    emit(kit, {
      type: 'access.alarm_raised',
      subject_id: id,
      merchant_id: null,
      consumer_id: null,
      data: { alarm_id: id, kind, office, count },
      at,
    }),
    ...tellStatements(kit, { to: to.filter((one) => one !== alarm.official_id), text, at }),
  ]
}

/** Who is read of in an emergency hears of it now, not in the evening. */
const toldAtOnce = (
  kit: Kit,
  traces: readonly { id: string; consumer_id: string | null }[],
  at: Instant,
): Statement[] =>
  traces.flatMap(({ id, consumer_id }) =>
    consumer_id === null
      ? []
      : [
          emit(kit, {
            type: 'access.emergency_read',
            subject_id: consumer_id,
            merchant_id: null,
            consumer_id,
            data: { trace_id: id },
            at,
          }),
        ],
  )
