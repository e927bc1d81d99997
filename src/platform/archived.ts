import { gunzipSync, gzipSync, strFromU8, strToU8 } from 'fflate'
import { base64url, fromBase64, sha256Now } from '../environment/crypto'
import { sealedUnder } from '../environment/secrets'
import { insist, refuse } from '../kernel/refusals'
import type { Instant, LocalDate } from '../kernel/time'
import { one, type Row, type Statement, sql } from './d1'
import type { JournalRow } from './journal-row'
import type { Kit, World } from './world'

/** A journal row as it was kept: with its number and its hash. */
export type KeptJournalRow = JournalRow & { seq: number; content_hash: string }
/** A piece of history that moved out of the database. `rows` of the ledger are its room's business. */
export type Segment = {
  form: 1
  no: number
  day: LocalDate
  close_hash: string
  previous_hash: string | null
  journal: KeptJournalRow[]
  rows: Row
}
/** What the database keeps of a segment. */
export type SegmentRow = {
  no: number
  day: LocalDate
  is_last: number
  close_hash: string
  previous_hash: string | null
  content_hash: string
  read_hash: string | null
  phase: 'written' | 'verified' | 'cleared'
  journal_from: number
  journal_to: number
  looked_to: string
  journal_count: number
  transfers_count: number
  moved_fen: number
  bytes: number
  written_at: Instant
  cleared_at: Instant | null
  key_id: string | null
}
export const readSegments = (where: Statement) =>
  sql<SegmentRow>`SELECT * FROM archive_segments WHERE ${where}`

/** Contents are addressed by their hash; the number in front lets people read a list of them in order. */
const nameOf = ({ no, content_hash }: Pick<SegmentRow, 'no' | 'content_hash'>): string =>
  `segments/${String(no).padStart(10, '0')}-${content_hash}`
const placeOf = (no: number): string => `archive_segments.content|${no}`
const PURPOSE = 'archive-segment'

/**
 * Puts a segment where history is kept, sealed as a whole; what was sealed in its rows is sealed within. Put twice it is
 * the same content under the same name. Gives its hash and how many bytes it takes.
 */
export async function putSegment(
  world: World,
  segment: Segment,
): Promise<{ content_hash: string; bytes: number }> {
  const archive = world.archive ?? refuse('archive_unavailable', { retry_after_s: 60 })
  const text = JSON.stringify(segment)
  const content_hash = sha256Now(text)
  const packed = packedText(gzipSync(strToU8(text), { mtime: 0 }))
  const sealed = await world.secrets.seal(PURPOSE, placeOf(segment.no), packed)
  await archive.put(nameOf({ no: segment.no, content_hash }), sealed)
  return { content_hash, bytes: sealed.length }
}

/** Reads a segment back. Refuses archive_unavailable where it is not there, does not open, or is not what was written. */
export const openSegment = async (
  world: Pick<World, 'archive' | 'secrets'>,
  row: Pick<SegmentRow, 'no' | 'content_hash'>,
): Promise<Segment> => (await openWithKey(world, row)).segment
/** The same, with the master key that it is under. */
export async function openWithKey(
  world: Pick<World, 'archive' | 'secrets'>,
  row: Pick<SegmentRow, 'no' | 'content_hash'>,
): Promise<{ segment: Segment; key_id: string | null }> {
  const gone = () => refuse('archive_unavailable', { retry_after_s: 60 })
  const archive = world.archive ?? gone()
  const sealed = (await archive.get(nameOf(row)).catch(gone)) ?? gone()
  const packed = await world.secrets.open(PURPOSE, placeOf(row.no), sealed).catch(gone)
  const text = unpacked(packed) ?? gone()
  if (sha256Now(text) !== row.content_hash) gone()
  return { segment: JSON.parse(text) as Segment, key_id: sealedUnder(sealed) }
}
function unpacked(packed: string): string | null {
  try {
    return strFromU8(gunzipSync(fromBase64(packed)))
  } catch {
    return null
  }
}
/** A piece at a time: a call takes some ten thousand arguments and no more. */
function packedText(bytes: Uint8Array): string {
  const CHUNK = 3 * 4_096
  let out = ''
  for (let i = 0; i < bytes.length; i += CHUNK) out += base64url(bytes.subarray(i, i + CHUNK))
  return out
}

type PlaceRow = Pick<SegmentRow, 'no' | 'content_hash'>
/** The answer that a key was given before its row moved out. */
export async function archivedAnswer(
  world: World,
  at: { segment_no: number; seq: number },
): Promise<KeptJournalRow> {
  const row = await one(
    world.db,
    sql<PlaceRow>`SELECT no, content_hash FROM archive_segments WHERE no = ${at.segment_no}`,
  )
  insist(row, 'a key that moved out has its segment')
  const { journal } = await openSegment(world, row)
  return journal.find(({ seq }) => seq === at.seq) ?? refuse('archive_unavailable')
}

export const insertSegment = (
  s: Omit<SegmentRow, 'read_hash' | 'phase' | 'written_at' | 'cleared_at' | 'key_id'>,
  { now }: Pick<Kit, 'now'>,
): Statement =>
  sql`INSERT INTO archive_segments (no, day, is_last, close_hash, previous_hash, content_hash, phase, journal_from, journal_to,
                                    looked_to, journal_count, transfers_count, moved_fen, bytes, written_at)
      VALUES (${s.no}, ${s.day}, ${s.is_last}, ${s.close_hash}, ${s.previous_hash}, ${s.content_hash}, 'written', ${s.journal_from},
              ${s.journal_to}, ${s.looked_to}, ${s.journal_count}, ${s.transfers_count}, ${s.moved_fen}, ${s.bytes}, ${now()})`

/** What lets go of a segment's rows, and what ends that: nothing in between is ever seen by anybody else. */
export const verifySegmentStatement = (
  { no, content_hash }: PlaceRow,
  key_id: string | null,
): Statement =>
  sql`UPDATE archive_segments SET phase = 'verified', read_hash = ${content_hash}, key_id = ${key_id} WHERE no = ${no}`
export const endSegmentStatement = ({ no }: Pick<SegmentRow, 'no'>, now: Instant): Statement =>
  sql`UPDATE archive_segments SET phase = 'cleared', cleared_at = ${now} WHERE no = ${no}`

export const readJournalSpan = ({ after, limit }: { after: number; limit: number }) =>
  sql<KeptJournalRow>`SELECT seq, id, actor_kind, actor_id, idempotency_key, operation, fingerprint, subject_id, status, answer,
             request_id, at, content_hash FROM journal WHERE seq > ${after} AND seq <= ${after + limit} ORDER BY seq`

/** Keeps which keys were answered, and lets their rows go. */
export const moveJournalStatements = ({
  no,
  journal_from,
  journal_to,
}: SegmentRow): Statement[] => [
  sql`INSERT INTO archived_answers (actor_id, idempotency_key, seq, segment_no)
      SELECT actor_id, idempotency_key, seq, ${no} FROM journal WHERE seq > ${journal_from} AND seq <= ${journal_to}`,
  sql`DELETE FROM journal WHERE seq > ${journal_from} AND seq <= ${journal_to}`,
]
