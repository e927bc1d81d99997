import { emit } from '../events/emit'
import { openPhone } from '../identity/phone'
import { readConsumer } from '../identity/store'
import { insist, refuse } from '../kernel/refusals'
import { epochMs, localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { readAll, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { EXPORT_SHOWN_MS, EXPORTS_A_DAY } from './rules'
import { countExports, insertExport, readEverything } from './store'

/**
 * Somebody takes a copy of everything kept of them, three times a day, and is told that it was taken. The copy is read for the
 * answer and kept nowhere; the same key has it for ten minutes. Refuses data_exports_used_up, data_export_over.
 */
export const exportMyData = (world: World, ask: Ask) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({ made: countExports(who.subject_id, localDate(now)) }),
    decide: ({ actor, rows, now, kit }) => {
      if ((rows.made[0]?.n ?? 0) >= EXPORTS_A_DAY) refuse('data_exports_used_up')
      const id = kit.newId('dex')
      const row = { id, consumer_id: actor.id, made_on: localDate(now), made_at: now }
      const event = {
        type: 'data.exported' as const,
        subject_id: actor.id,
        merchant_id: null,
        consumer_id: actor.id,
        data: { export_id: id },
        at: now,
      }
      return {
        status: 201,
        subject_id: id,
        body: { object: 'data_export' as const, id, made_at: now, consumer_id: actor.id },
        statements: [insertExport(row), emit(kit, event)],
      }
    },
    reveal: async ({ consumer_id, ...body }) => {
      const late = epochMs(world.now()) - epochMs(body.made_at) > EXPORT_SHOWN_MS
      if (late) refuse('data_export_over')
      return { ...body, ...(await everythingOf(world, consumer_id)) }
    },
  })

async function everythingOf(world: World, consumer_id: string) {
  const { me, lists } = await readAll(world.db, {
    me: readConsumer(sql`id = ${consumer_id}`),
    lists: readEverything(consumer_id),
  })
  const [consumer] = me
  insist(consumer, 'whoever exported their data is kept')
  const { id, nickname, created_at } = consumer
  const phone = consumer.phone_sealed === '' ? '' : await openPhone(world, 'consumers', consumer)
  return { person: { id, nickname, phone, created_at }, lists: parsed(lists) }
}

type Line = Record<string, string | number | null>
type Lists<L> = { [N in keyof L]: Line[] }
const parsed = <L extends Record<string, { line: string }[]>>(lists: L): Lists<L> =>
  Object.fromEntries(
    Object.entries(lists).map(([name, rows]) => [
      name,
      rows.map(({ line }) => JSON.parse(line) as Line),
    ]),
  ) as Lists<L>
