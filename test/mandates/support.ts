import { HOLDERS, OFFICIALS, officialPhone } from '../../src/demo/cast'
import { moveEstates } from '../../src/estates/move'
import { DAY_MS } from '../../src/kernel/time'
import { type Care, openCare, PIN } from '../care/support'
import type { Person } from '../redemptions/support'
import { type BodyAt, good } from '../support/addresses'

/** A paper as a scanner makes it. */
export const PDF = btoa(`%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n${'%'.repeat(60)}\n%%EOF\n`)
type Papers = readonly BodyAt<'POST /v1/mandates/:id/papers'>['kind'][]
const DEATH: Papers = ['death_certificate', 'kinship_proof', 'identity_document']

async function officesOf(care: Care) {
  const authority = { kind: 'regulator', role: 'supervisor', districts: ['huancui'] } as const
  return {
    teller: await care.appoints({ kind: 'bank', role: 'bank', phone: OFFICIALS.teller.phone }),
    handler: await care.appoints({ ...authority, phone: OFFICIALS.supervisor.phone }),
    boss: await care.appoints({ ...authority, phone: officialPhone(4_411) }),
  }
}

/** What the offices say. */
function deskOf(care: Care, boss: string) {
  const checks = async (id: string, who: string, passed = true) =>
    care.call('POST', `/v1/mandates/${id}/checks`, {
      token: await care.as(who),
      body: { passed, note: '向派出所核对过' },
    })
  const decides = async (id: string, agreed = true, who = boss) =>
    care.call('POST', `/v1/mandates/${id}/decision`, {
      token: await care.as(who),
      body: { agreed, reason: '材料齐全，核对无误' },
    })
  return { checks, decides }
}

export type Estate = Awaited<ReturnType<typeof openEstate>>
/** Li has died, says Wang; and three offices. */
export async function openEstate() {
  const care = await openCare()
  const { li } = care
  const wang = care.wang as Person
  const { teller, handler, boss } = await officesOf(care)
  const joins = async (phone: string): Promise<Person> => {
    care.advance(2 * 60_000)
    const person = { ...(await care.joins(phone)), phone }
    await care.setPin(person)
    return person
  }
  const proven = async (who: Person) => {
    const token = await care.as(who.id)
    good(await care.call('POST', '/v1/me/proofs', { token, body: { pin: PIN } }))
    return token
  }
  const opens = async (body: BodyAt<'POST /v1/mandates'>, papers: Papers, by = wang) => {
    const { id } = good(await care.says(by, 'POST', '/v1/mandates', body))
    for (const kind of papers) {
      const paper = { kind, copy_no: '鲁K-2026-0107', content: PDF }
      good(await care.says(by, 'POST', `/v1/mandates/${id}/papers`, paper))
    }
    return id
  }
  const files = async (id: string, by = wang) =>
    care.call('POST', `/v1/mandates/${id}/filing`, { token: await proven(by), body: {} })
  const death = (more: object = {}): BodyAt<'POST /v1/mandates'> => ({
    cause: 'death',
    phone: li.phone,
    name: '李女士',
    relation: 'child',
    died_on: '2026-02-20',
    share_bp: 10_000,
    heirs: [],
    ...more,
  })
  const { checks, decides } = deskOf(care, boss)
  return {
    care,
    li,
    wang,
    teller,
    handler,
    boss,
    joins,
    proven,
    opens,
    files,
    death,
    checks,
    decides,
    /** Filed with all papers; its id. */
    claims: async (more: object = {}, by = wang, papers = DEATH) => {
      const id = await opens(death(more), papers, by)
      good(await files(id, by))
      return id
    },
    /** Two offices found it good, and its time is over. */
    ripens: async (id: string) => {
      good(await checks(id, teller))
      good(await checks(id, handler))
      care.advance(15 * DAY_MS)
    },
    moves: () => moveEstates(care.world, 100),
    reads: async (who: Person, id: string) =>
      good(await care.says(who, 'GET', `/v1/mandates/${id}`)),
    third: () => joins(HOLDERS.zhao.phone),
  }
}
export const refusalCode = ({ body }: { body: { code?: string } }) => body.code
