import { HOLDERS } from '../../src/demo/cast'
import { DAY_MS } from '../../src/kernel/time'
import { mandateUrl } from '../../src/mandates/link'
import { sealName } from '../../src/mandates/sealed'
import { sql } from '../../src/platform/d1'
import { PIN } from '../care/support'
import { type Desk, good } from '../refunds/support'
import { PDF } from './support'

const AGREED = `mdt_${'0'.repeat(26)}`
type Telling = {
  desk: Desk
  people: ReadonlyMap<string, string>
  put: (key: string, value: unknown) => void
}
/** Somebody says that a holder has died, with papers; and an estate whose heir is agreed to. */
export async function inherits({ desk, people, put }: Telling): Promise<void> {
  const { li, world, says, call, as } = desk
  desk.advance(61_000)
  await desk.joins(HOLDERS.fang.phone)
  const dead = await desk.joins(HOLDERS.zhao.phone)
  const body = {
    cause: 'death',
    phone: HOLDERS.fang.phone,
    name: '方先生',
    relation: 'child',
    died_on: '2026-02-20',
    share_bp: 10_000,
    heirs: [],
  } as const
  const { id } = good(await says(li.id, 'POST', '/v1/mandates', body))
  for (const kind of ['death_certificate', 'kinship_proof', 'identity_document'] as const) {
    const paper = { kind, copy_no: '鲁K-0107', content: PDF }
    good(await says(li.id, 'POST', `/v1/mandates/${id}/papers`, paper))
  }
  const token = await as(li.id)
  good(await call('POST', '/v1/me/proofs', { token, body: { pin: PIN } }))
  const filed = good(await call('POST', `/v1/mandates/${id}/filing`, { token, body: {} }))
  put('/v1/mandates/:id', id)
  put('/v1/mandates/:paper_id', filed.papers[0]?.id)
  put('/v1/mandate-objections/:token', (await mandateUrl(world, id, 'account')).split('/').pop())
  await agrees({ desk, people, put }, { dead: dead.id, id })
}

async function agrees(
  { desk, people, put }: Telling,
  { dead, id }: { dead: string; id: string },
): Promise<void> {
  const { li, world } = desk
  const now = world.now()
  const before = new Date(Date.parse(now) - 20 * DAY_MS).toISOString()
  const after = new Date(Date.parse(now) + 90 * DAY_MS).toISOString()
  const name = await sealName(world, AGREED, '方先生')
  const check = (office: string, id: string | undefined) =>
    sql`INSERT INTO mandate_checks (mandate_id, office, official_id, passed, note, at)
        VALUES (${AGREED}, ${office}, ${id ?? ''}, 1, '核对无误', ${before})`
  await desk.db.batch([
    sql`INSERT INTO mandates (id, cause, filer_id, phone_index, phone_mask, name_sealed, relation, died_on, created_at, ends_at, state)
        VALUES (${AGREED}, 'death', ${li.id}, 'estate', '139****0000', ${name}, 'child', '2026-01-20', ${before}, ${after}, 'draft')`,
    sql`INSERT INTO mandate_heirs (mandate_id, n, phone_index, phone_mask, relation, share_bp, consumer_id, accepted_at)
        SELECT ${AGREED}, 1, phone_index, phone_mask, 'child', 10000, id, ${before} FROM consumers WHERE id = ${li.id}`,
    sql`UPDATE mandates SET state = 'filed', subject_id = ${dead}, filed_at = ${before}, ripe_at = ${before}, version = 2
         WHERE id = ${AGREED}`,
    check('bank', people.get('bank')),
    check('operator', people.get('operator')),
  ])
  await desk.db.batch([
    sql`UPDATE mandates SET state = 'approved', decided_by = ${people.get('supervisor') ?? ''}, decided_at = ${now}, version = 3
         WHERE id = ${AGREED}`,
  ])
  put('readEstate', AGREED)
  // Said once, for as long as the town is looked at.
  const official = (office: string) => people.get(office) ?? ''
  await desk.db.batch(
    ['bank', 'supervisor', 'operator'].flatMap((office, i) =>
      [AGREED, id].map(
        (reference, j) =>
          sql`INSERT INTO access_purposes (id, official_id, kind, reference_id, consumer_id, reason, people_max, opened_at, expires_at)
              SELECT ${`acp_${'0'.repeat(24)}${i}${j}`}, ${official(office)}, 'case', m.id, m.subject_id, '核对继承材料上写的账户和卡', 10,
                     ${now}, '2099-01-01T00:00:00.000Z' FROM mandates m WHERE m.id = ${reference}`,
      ),
    ),
  )
}
