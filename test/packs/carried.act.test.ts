import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { contentHashBefore } from '../../src/environment/content-hash'
import type { Json } from '../../src/kernel/canonical'
import { sql } from '../../src/platform/d1'
import { openArchive } from './archive'

let office: Awaited<ReturnType<typeof openArchive>>
beforeEach(async () => {
  office = await openArchive()
})

describe(`a night on which nothing was different on ${ENGINE}`, () => {
  it('refers to the pack that has the list, and every past day reads back and verifies', async () => {
    await office.uses(office.li_card, 1_200)
    const days = [await office.night(), await office.night(), await office.night()]
    await office.uses(office.li_card, 12_000)
    days.push(await office.night(), await office.night())
    const [real, once, twice, other, again] = days as [string, string, string, string, string]
    const from = async (day: string) => (await office.packOf(day)).carried_from
    expect(await Promise.all(days.map(from))).toEqual([undefined, real, real, undefined, other])
    const read = async (day: string) => [
      await office.packOf(day),
      await office.cardsOf(day),
      await office.fileOf(day),
    ]
    const said = await Promise.all(days.map(read))
    for (const day of days) await office.verifies(day)
    expect((await office.packOf(twice)).previous_hash).toBe(
      (await office.packOf(once)).content_hash,
    )
    expect((await office.packOf(twice)).bank_days[0]!.day).toBe(twice)
    expect((await office.fileOf(twice)).trimEnd().endsWith(`${twice}（名单同 ${real}）`)).toBe(true)
    expect((await office.cardsOf(again)).map(({ escrow_fen }) => escrow_fen)).toContain(89_000)
    await office.sells(HOLDERS.wu.phone)
    await office.night()
    expect(await Promise.all(days.map(read))).toEqual(said)
  })
  it('reads no card again', async () => {
    await office.night()
    const seen: string[] = []
    office.faulty.next = (statements) => {
      seen.push(...statements.map(({ text }) => text))
      return null
    }
    await office.night()
    const cards = seen.filter((text) => /template_version|INTO resolution_cards/.test(text))
    expect(cards).toEqual([])
    expect(seen.some((text) => text.startsWith('INSERT INTO resolution_packs'))).toBe(true)
  })
  it('never refers past a newer list, to a night that refers itself, or with another hash', async () => {
    await office.uses(office.li_card, 1_200)
    const [real, carried] = [await office.night(), await office.night()]
    await office.uses(office.li_card, 12_000)
    const newer = await office.night()
    const day = await office.closes()
    const hash = async (of: string) => (await office.packOf(of)).content_hash
    const merchant_id = office.shop.id
    const refers = async (from: string, carried_hash: string) =>
      office.db.batch([
        sql`INSERT INTO resolution_packs (merchant_id, day, began_at) VALUES (${merchant_id}, ${day}, 'x')`,
        sql`UPDATE resolution_packs SET phase = 'sealed', previous_hash = ${await hash(newer)}, content_hash = 'x',
                   body = '{}', sealed_at = 'x', carried_from = ${from}, carried_hash = ${carried_hash}, version = 2
             WHERE merchant_id = ${merchant_id} AND day = ${day}`,
      ])
    for (const [from, of] of [
      [real, await hash(real)],
      [carried, await hash(carried)],
      [newer, await hash(real)],
    ] as [string, string][])
      await expect(refers(from, of)).rejects.toThrow(/pack_changed_meanwhile/)
  })
  it('refers to a list that was sealed before hashes had a mark, by the hash it has', async () => {
    await office.uses(office.li_card, 1_200)
    const real = await office.night()
    const [pack] = await office.rows(sql`SELECT body FROM resolution_packs WHERE day = ${real}`)
    const kept_hash = contentHashBefore(JSON.parse(String(pack?.body)) as Json)
    await office.db.batch([
      sql`DROP TRIGGER resolution_packs_advance_by_one_version`,
      sql`UPDATE resolution_packs SET content_hash = ${kept_hash} WHERE day = ${real}`,
    ])
    const carried = await office.night()
    expect(await office.packOf(carried)).toMatchObject({
      carried_from: real,
      carried_hash: kept_hash,
      previous_hash: kept_hash,
    })
    await office.verifies(carried)
  })
  it('is never built upon a pack that no longer says what was sealed', async () => {
    await office.night()
    const kept = await office.rows(
      sql`SELECT sql FROM sqlite_schema WHERE name = 'resolution_packs_advance_by_one_version'`,
    )
    expect(kept).toHaveLength(1)
    await office.db.batch([
      sql`DROP TRIGGER resolution_packs_advance_by_one_version`,
      sql`UPDATE resolution_packs SET body = json_set(body, '$.owed_fen', 5)`,
    ])
    const day = await office.closes()
    await office.seals()
    expect(await office.rows(sql`SELECT job, subject_id FROM job_failures`)).toEqual([
      { job: 'sealResolutionPacks', subject_id: `${day}:${office.shop.id}` },
    ])
    const reply = await office.says(office.teller, 'GET', `${office.path()}?day=${day}`)
    expect(reply.status).toBe(404)
  })
})
