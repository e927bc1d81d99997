import { Refusal, refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { givenPhoto } from '../photos/given'
import { PHOTO_BYTES_MAX } from '../photos/image-rules'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { type Answers, type Found, factsFound, isTimely, roundedPlace } from './rules'
import {
  type FindingDetailRow,
  finishPatrolStatement,
  insertFinding,
  insertPatrol,
  insertPatrolPhoto,
  type PatrolDetailRow,
  readPatrolRow,
  readPatrolShop,
} from './store'
import { presentFinding, presentPatrol } from './views'

/** Sends a patrol to a shop today. Refuses merchant_not_found, patrol_is_planned. */
export const askPatrol = (
  world: World,
  ask: Ask,
  request: { merchant_id: string; note: string | null },
) =>
  answerOnce(world, ask, {
    reads: (who) => readPatrolShop(who, request.merchant_id),
    decide: ({ actor, rows, now, kit }) => {
      const shop = rows.shop[0] ?? refuse('merchant_not_found')
      if (rows.waiting[0]) refuse('patrol_is_planned')

      const patrol: PatrolDetailRow = {
        ...{ id: kit.newId('ptl'), merchant_id: shop.id, level: ASKED_LEVEL, note: request.note },
        ...{
          due_on: localDate(now),
          asked_by: actor.id,
          created_at: now,
          done_at: null,
          version: 1,
        },
        ...{ merchant_name: shop.name, address: shop.address, district: shop.district },
        ...{ sector: shop.sector, asked_by_name: rows.me[0]?.name ?? null, finding_id: null },
      }
      return {
        status: 201,
        subject_id: patrol.id,
        body: presentPatrol(patrol),
        statements: [insertPatrol(patrol)],
      }
    },
  })
/** Somebody asked for it: it goes before what is only planned. */
const ASKED_LEVEL = 5

type NewFinding = {
  id: string
  found: Found
  answers: Answers
  note: string
  place: { lat: number; lon: number } | null
  seen_at: Instant
  /** Pictures in base64, as they came. */
  photos: readonly string[]
}
/**
 * What somebody found at the door, sent then or when the network was back. Pictures are cleaned of place, time and phone,
 * the place is rounded. Refuses patrol_not_found, patrol_is_done, patrol_seen_later, shop_photo_unreadable, shop_photo_size,
 * shop_photo_too_large.
 */
export async function reportPatrol(world: World, ask: Ask, request: NewFinding) {
  const brought = await broughtPhotos(request.photos)
  return answerOnce(world, ask, {
    reads: (who) => ({
      found: readPatrolRow(who, request.id),
      me: sql<{ name: string }>`SELECT name FROM officials WHERE id = ${who.subject_id}`,
    }),
    decide: ({ actor, rows, now, kit }) => {
      const patrol = rows.found[0] ?? refuse('patrol_not_found')
      if (patrol.done_at !== null) refuse('patrol_is_done')
      if (!isTimely(request.seen_at, now)) refuse('patrol_seen_later')
      if (brought instanceof Refusal) throw brought

      const { found, answers, note, place, seen_at } = request
      const id = kit.newId('pfd')
      const kept = brought.map((photo) => ({ ...photo, id: kit.newId('pph'), finding_id: id }))
      const finding: FindingDetailRow = {
        ...{ id, patrol_id: patrol.id, merchant_id: patrol.merchant_id, found, note, seen_at },
        answers: JSON.stringify(answers),
        facts: JSON.stringify(factsFound(found, answers)),
        lat_e3: place === null ? null : roundedPlace(place.lat),
        lon_e3: place === null ? null : roundedPlace(place.lon),
        ...{ by_id: actor.id, by_name: rows.me[0]?.name ?? '', reported_at: now },
        merchant_name: patrol.merchant_name,
        photos: JSON.stringify(kept.map((one) => ({ id: one.id, content_hash: one.content_hash }))),
      }
      return {
        status: 201,
        subject_id: patrol.id,
        body: presentFinding(finding),
        statements: [
          finishPatrolStatement(patrol, now),
          insertFinding(finding),
          ...kept.map(insertPatrolPhoto),
        ],
      }
    },
  })
}

type Given = Awaited<ReturnType<typeof givenPhoto>>
/** The pictures as they are kept, or why one is none: whoever may not report is told that first. */
async function broughtPhotos(photos: readonly string[]): Promise<Given[] | Refusal> {
  try {
    const given: Given[] = []
    for (const one of photos) given.push(await givenPhoto(bytesIn(one)))
    return given
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** The bytes of a picture in base64. Refuses shop_photo_unreadable and shop_photo_too_large. */
function bytesIn(content: string): Uint8Array {
  let text: string
  try {
    text = atob(content)
  } catch {
    return refuse('shop_photo_unreadable')
  }
  if (text.length > PHOTO_BYTES_MAX) refuse('shop_photo_too_large')
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}
