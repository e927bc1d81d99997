import { bytesHashNow } from '../environment/crypto'
import { keyedAsk } from '../identity/asks'
import { checkedPhone, maskPhone, phoneIndex } from '../identity/phone'
import { type ConsumerRow, readConsumer } from '../identity/store'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { base64 } from '../photos/given'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { paperFrom } from './paper-rules'
import { draftEnds, type PaperKind, requireFacts, requireShares, requireState } from './rules'
import { CONTENT, COPY_NO, openName, place, sealName } from './sealed'
import {
  type HeirRow,
  insertHeirs,
  insertMandate,
  insertPaper,
  type MandateRow,
  mandateFrom,
  type Relation,
  readMandates,
} from './store'
import { presentMandate } from './views'

type Person = { phone: string; name: string; relation: Relation }
type NewMandate = Person &
  (
    | {
        cause: 'death'
        died_on: LocalDate
        share_bp: number
        heirs: readonly { phone: string; relation: Relation; share_bp: number }[]
      }
    | { cause: 'incapacity' }
    | { cause: 'minority'; born_on: LocalDate }
  )

/**
 * Somebody says that they come in the place of an account's person. Nobody is told yet, and whether there is such an
 * account is not said. Refuses mandate_for_oneself, mandate_day_wrong, mandate_of_an_adult, mandate_shares_wrong,
 * mandates_too_often.
 */
export async function openMandate(world: World, ask: Ask, said: NewMandate) {
  const phone = checkedPhone(said.phone)
  const phone_index = await phoneIndex(world, phone)
  const others = await Promise.all(
    (said.cause === 'death' ? said.heirs : []).map(async (heir, i) => ({
      n: i + 2,
      phone_index: await phoneIndex(world, checkedPhone(heir.phone)),
      phone_mask: maskPhone(checkedPhone(heir.phone)),
      relation: heir.relation,
      share_bp: heir.share_bp,
      consumer_id: null,
      accepted_at: null,
    })),
  )
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({ me: readConsumer(sql`id = ${who.subject_id}`) }),
    decide: async ({ rows, now, kit }) => {
      const me = rows.me[0] ?? refuse('not_signed_in')
      if ([phone_index, ...others.map((heir) => heir.phone_index)].includes(me.phone_index))
        refuse('mandate_for_oneself')
      if (others.some((heir) => heir.phone_index === phone_index)) refuse('mandate_for_oneself')
      requireFacts(said, localDate(now))
      const heirs = said.cause === 'death' ? [firstHeir(me, said, now), ...others] : []
      if (said.cause === 'death') requireShares(heirs)

      const id = kit.newId('mdt')
      const account = { phone_index, phone_mask: maskPhone(phone) }
      const name_sealed = await sealName(kit, id, said.name)
      const row = newMandate({ id, said, filer_id: me.id, ...account, name_sealed }, now)
      const mandate = {
        ...row,
        filer_mask: me.phone_mask,
        is_same_number: false,
        heirs: heirs.map((heir) => ({ ...heir, is_me: heir.n === 1 ? 1 : 0 })),
        papers: [],
        checks: [],
      }
      return {
        status: 201,
        subject_id: id,
        body: presentMandate(mandate, { asker: 'filer', now, name: said.name }),
        statements: [insertMandate(row), ...(heirs.length > 0 ? [insertHeirs(id, heirs)] : [])],
      }
    },
  })
}

/** Who files it is the first heir, and has said yes. */
const firstHeir = (
  me: ConsumerRow,
  { relation, share_bp }: { relation: Relation; share_bp: number },
  now: Instant,
): HeirRow => ({
  n: 1,
  phone_index: me.phone_index,
  phone_mask: me.phone_mask,
  relation,
  share_bp,
  consumer_id: me.id,
  accepted_at: now,
})

type Begun = Pick<MandateRow, 'id' | 'filer_id' | 'phone_index' | 'phone_mask' | 'name_sealed'>
const newMandate = (
  { said, ...begun }: Begun & { said: NewMandate },
  now: Instant,
): MandateRow => ({
  ...begun,
  cause: said.cause,
  subject_id: null,
  relation: said.relation,
  died_on: said.cause === 'death' ? said.died_on : null,
  born_on: said.cause === 'minority' ? said.born_on : null,
  created_at: now,
  filed_at: null,
  ripe_at: null,
  ends_at: draftEnds(now),
  state: 'draft',
  objected_at: null,
  objected_by: null,
  decided_by: null,
  decided_at: null,
  reason: null,
  until_on: null,
  ended_at: null,
  version: 1,
})

/**
 * A paper is brought, before the filing. Refuses mandate_not_found, mandate_not_open, mandate_paper_unreadable,
 * mandate_papers_too_many.
 */
export const addMandatePaper = (
  world: World,
  ask: Ask,
  of: { id: string; kind: PaperKind; copy_no: string; content: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      mandates: readMandates(
        sql`m.id = ${of.id} AND m.filer_id = ${who.subject_id}`,
        who.subject_id,
      ),
    }),
    decide: async ({ rows, now, kit }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      requireState(mandate, ['draft'], now)
      const paper = paperFrom(bytesOf(of.content))
      const id = kit.newId('mdp')
      const seen = {
        id,
        kind: of.kind,
        media: paper.media,
        bytes: paper.bytes.length,
        added_at: now,
      }
      const row = {
        ...seen,
        mandate_id: of.id,
        copy_no_sealed: await kit.secrets.seal(COPY_NO, place(COPY_NO, id), of.copy_no),
        content_hash: bytesHashNow(paper.bytes),
        content_sealed: await kit.secrets.seal(CONTENT, place(CONTENT, id), base64(paper.bytes)),
      }
      const after = { ...mandate, papers: [...mandate.papers, seen] }
      const name = await openName(kit, mandate)
      return {
        status: 201,
        subject_id: of.id,
        body: presentMandate(after, { asker: 'filer', now, name }),
        statements: [insertPaper(row)],
      }
    },
  })

function bytesOf(content: string): Uint8Array {
  try {
    return Uint8Array.from(atob(content), (character) => character.charCodeAt(0))
  } catch {
    return refuse('mandate_paper_unreadable')
  }
}
