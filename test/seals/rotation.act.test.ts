import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ENGINE } from '#storage'
import { type Keyring, keyringFrom } from '../../src/environment/keyring'
import { type Secrets, secretsFrom } from '../../src/environment/secrets'
import { type Db, one, readAll, sql } from '../../src/platform/d1'
import { checkKeys, keyFaults } from '../../src/seals/keys'
import { moveSeals } from '../../src/seals/move'
import { readKeptKey, readKeys, readMoves, readSegmentKeys } from '../../src/seals/store'
import { presentKeys } from '../../src/seals/views'
import { asked } from '../support/asked'
import { type City, openCity } from '../support/city'

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const SECOND = random(32)
const PEOPLE = 26
const NEWCOMER = ['139', '00001111'].join('')
const LATE = ['139', '00000009'].join('')

describe(`a change of the master key, on ${ENGINE}`, () => {
  let city: City
  let first: Keyring
  let both: Keyring
  let second: Keyring
  let phones: string[]
  const under = (keyring: Keyring): Secrets =>
    secretsFrom(
      keyring,
      random,
      async (purpose) => (await one(city.db, readKeptKey(purpose)))?.sealed ?? null,
    )
  /** From now on the service runs with these keys. */
  const deploy = (keyring: Keyring) => Object.assign(city.world, { secrets: under(keyring) })
  /** Two nights: what is moved is looked through once more. */
  const night = async (limit = 1_000) => {
    for (const _of of [1, 2]) {
      while ((await moveSeals(city.world, limit)) >= limit) {}
      city.advance(61 * 60_000)
    }
  }
  const left = async (id: string) =>
    (
      await asked<{ n: number }>(
        city.db,
        sql`SELECT (SELECT count(*) FROM consumers WHERE phone_sealed LIKE ${`v1.${id}.%`})
            + (SELECT count(*) FROM staff WHERE phone_sealed LIKE ${`v1.${id}.%`})
            + (SELECT count(*) FROM officials WHERE phone_sealed LIKE ${`v1.${id}.%`})
            + (SELECT count(*) FROM merchants WHERE settlement_account_no LIKE ${`v1.${id}.%`}) AS n`,
      )
    )[0]?.n
  const keysSaid = async () =>
    presentKeys(
      await readAll(city.db, { keys: readKeys, moves: readMoves, segments: readSegmentKeys }),
    )

  beforeEach(async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {})
    city = await openCity()
    await city.opens()
    phones = Array.from({ length: PEOPLE }, (_, i) => `139${String(40_000_000 + i)}`)
    const seals = await Promise.all(
      phones.map((phone, i) =>
        city.world.secrets.seal('phone', `consumers.phone_sealed|csm_many_${i}`, phone),
      ),
    )
    await city.db.batch(
      seals.map(
        (sealed, i) =>
          sql`INSERT INTO consumers (id, phone_index, phone_sealed, phone_mask, nickname, created_at)
              VALUES (${`csm_many_${i}`}, ${`index_${i}`}, ${sealed}, 'mask', 'name', '2026-03-01T00:00:00.000Z')`,
      ),
    )
    first = city.world.config.keyring
    const [[id, key] = ['k1', SECOND]] = [...first.keys]
    both = {
      current: 'k2',
      keys: new Map([
        [id, key],
        ['k2', SECOND],
      ]),
    }
    second = { current: 'k2', keys: new Map([['k2', SECOND]]) }
  })

  it('moves nothing and says so while there is one key', async () => {
    expect(await moveSeals(city.world, 100)).toBe(0)
    expect(await moveSeals(city.world, 100)).toBe(0)
    expect(await keysSaid()).toMatchObject({ current: 'k1', leaving: [], columns_left: 0 })
    expect(await keyFaults(city.db, first)).toEqual([])
  })

  it('moves all, killed at any act and taken up again, with nobody signed out, and then the old key may go', async () => {
    await night()
    const { id, token } = await city.joins(NEWCOMER)
    const total = (await left('k1')) ?? 0
    expect(total).toBeGreaterThan(PEOPLE)
    deploy(both)
    expect((await city.call('GET', '/v1/me', { token })).status).toBe(200)
    for (let act = 1; act < 40; act++) {
      const killed: Db = dyingAfter(city.db, act)
      await moveSeals({ ...city.world, db: killed }, 1_000).catch(() => null)
      const now = (await left('k1')) ?? 0
      expect(now + ((await left('k2')) ?? 0)).toBe(total)
      if (now === 0) break
      expect(await keyFaults(city.db, second)).toEqual([
        'YFB_MASTER_KEY is still needed: values are under it',
      ])
      if (now < total) expect(await keysSaid()).toMatchObject({ current: 'k2', leaving: ['k1'] })
    }
    expect((await city.call('GET', '/readyz')).status).not.toBe(500)
    await night()
    expect([await left('k1'), await left('k2')]).toEqual([0, total])
    expect(await keysSaid()).toMatchObject({ current: 'k2', leaving: [], columns_left: 0 })
    expect(await keyFaults(city.db, second)).toEqual([])

    deploy(second)
    city.advance(3 * 60_000)
    expect((await city.call('GET', '/v1/me', { token })).body.id).toBe(id)
    expect(await city.joins(NEWCOMER)).toMatchObject({ id })
    for (const [i, phone] of phones.entries()) {
      const [row] = await asked<{ phone_sealed: string }>(
        city.db,
        sql`SELECT phone_sealed FROM consumers WHERE id = ${`csm_many_${i}`}`,
      )
      const place = `consumers.phone_sealed|csm_many_${i}`
      expect(await city.world.secrets.open('phone', place, row?.phone_sealed ?? '')).toBe(phone)
    }
    expect(await moveSeals(city.world, 100)).toBe(0)
  })

  it('keeps the old key for a value that does not open, names its row, and moves all others', async () => {
    await night()
    await city.db.batch([
      sql`UPDATE consumers SET phone_sealed = (SELECT phone_sealed FROM consumers WHERE id = 'csm_many_1')
           WHERE id = 'csm_many_0'`,
    ])
    deploy(both)
    await night()
    expect(await left('k1')).toBe(1)
    expect(await keysSaid()).toMatchObject({ leaving: ['k1'], broken_count: 1 })
    expect(
      await asked(city.db, sql`SELECT subject_id FROM job_failures WHERE job = 'moveSeals'`),
    ).toEqual([{ subject_id: 'consumers.phone_sealed|csm_many_0' }])
    expect(await keyFaults(city.db, second)).toHaveLength(1)
  })

  it('is refused another key under the name of one that is known', async () => {
    await night()
    expect(await keyFaults(city.db, keyringFrom(SECOND))).toEqual([
      'YFB_MASTER_KEY is not the key it was',
    ])
  })

  it('lets no old deployment come back without the key that is current, and none start without any', async () => {
    await night()
    deploy(both)
    await night()
    expect(await keyFaults(city.db, first)).toEqual([
      'YFB_MASTER_KEY_2 is still needed: values are under it',
    ])
    const third = { current: 'k3', keys: new Map([['k3', random(32)]]) }
    expect(await keyFaults(city.db, third)).toEqual([
      'YFB_MASTER_KEY_2 is still needed: values are under it',
    ])
    // Both are there, and the old one is current again: it is needed from then on, and all goes back to it.
    deploy({ ...both, current: 'k1' })
    expect(await checkKeys(city.world)).toEqual([])
    expect(await keyFaults(city.db, second)).toEqual([
      'YFB_MASTER_KEY is still needed: values are under it',
    ])
    await night()
    expect(await left('k2')).toBe(0)
    expect(await keyFaults(city.db, first)).toEqual([])
  })

  it('is known from its first use on, before any night', async () => {
    deploy(both)
    expect(await checkKeys(city.world)).toEqual([])
    expect(await keyFaults(city.db, first)).toHaveLength(1)
    expect(await keyFaults(city.db, second)).toHaveLength(1)
    expect(
      await keyFaults(city.db, { current: 'k4', keys: new Map([['k4', SECOND]]) }),
    ).not.toEqual([])
  })

  it('loses nothing that an act writes between reading and writing, nor what is written late under the old key', async () => {
    await night()
    deploy(both)
    const place = 'consumers.phone_sealed|csm_many_3'
    const put = async (secrets: Secrets, phone: string) => {
      const sealed = await secrets.seal('phone', place, phone)
      await city.db.batch([
        sql`UPDATE consumers SET phone_sealed = ${sealed} WHERE id = 'csm_many_3'`,
      ])
    }
    let raced = 0
    const racing: Db = {
      batch: async (statements) => {
        if (raced < 2 && statements.some(({ text }) => text.includes('INSERT INTO seal_swaps'))) {
          raced += 1
          await put(under(first), `${LATE.slice(0, 10)}${raced}`)
        }
        return city.db.batch(statements)
      },
    }
    await moveSeals({ ...city.world, db: racing }, 1_000)
    expect(raced).toBe(2)
    // The first round is over; an act that began before it ended writes what it sealed then.
    await put(under(first), LATE)
    expect((await keysSaid()).leaving).toEqual(['k1'])
    expect(await keyFaults(city.db, second)).toHaveLength(1)
    city.advance(61 * 60_000)
    await night()
    const [row] = await asked<{ phone_sealed: string }>(
      city.db,
      sql`SELECT phone_sealed FROM consumers WHERE id = 'csm_many_3'`,
    )
    expect(await under(second).open('phone', place, row?.phone_sealed ?? '')).toBe(LATE)
    expect(await keyFaults(city.db, second)).toEqual([])
  })

  it('changes no account but by its key: the table takes no other text', async () => {
    await night()
    await expect(
      city.db.batch([
        sql`UPDATE merchants SET settlement_account_no = 'v1.k2.elsewhere', version = version + 1`,
      ]),
    ).rejects.toThrow(/checker_must_not_be_maker/)
  })
})

/** Storage that commits so many batches with something written in them, and then is gone. */
function dyingAfter(db: Db, acts: number): Db {
  let left = acts
  return {
    batch: async (statements) => {
      const writes = statements.some(({ text }) => text.startsWith('INSERT INTO journal '))
      if (left <= 0) throw new Error('killed')
      const rows = await db.batch(statements)
      if (writes) left -= 1
      return rows
    },
  }
}
