import { describe, expect, it } from 'vitest'
import { BAKERY, HOLDERS, staffPhone } from '../../src/demo/cast'
import { insertOwner } from '../../src/people/staff'
import { MERCHANT, openTown } from './town'

const headers = { 'X-Dev-Token': 'dev_token_of_this_town' }

describe('the development routes', () => {
  it('list people in pages and sign them in with one click', async () => {
    const town = await openTown()
    const wang = await town.signIn(HOLDERS.wang.phone)
    const owner = await insertOwner(
      town.world,
      { merchant_id: MERCHANT, name: BAKERY.legal_representative, phone: staffPhone(1, 1) },
      town.world.now(),
    )
    await town.db.batch([owner.statement])
    const first = await town.call('GET', '/dev/people?limit=1')
    const second = await town.call('GET', `/dev/people?limit=1&cursor=${first.body.next_cursor}`)
    expect([...first.body.data, ...second.body.data].map(({ id, kind }) => [id, kind])).toEqual([
      [wang.person.id, 'consumer'],
      [owner.person.id, 'staff'],
    ])
    expect((await town.call('GET', '/dev/people?kind=staff')).body.data).toHaveLength(1)
    for (const subject_id of [wang.person.id, owner.person.id]) {
      const said = await town.post('/dev/sign-in', { subject_id }, { key: subject_id })
      const again = await town.post('/dev/sign-in', { subject_id }, { key: subject_id })
      expect(again.body.token).toBe(said.body.token)
      expect((await town.call('GET', '/v1/me', { token: said.body.token })).body.id).toBe(
        subject_id,
      )
    }
    expect((await town.post('/dev/sign-in', { subject_id: 'csm_nobody' })).body.code).toBe(
      'person_not_found',
    )
  })
  it('show messages, newest first, to the development token alone', async () => {
    const town = await openTown()
    await town.askCode(HOLDERS.wang.phone)
    town.advance(1)
    await town.askCode(HOLDERS.li.phone)
    for (const wrong of [{}, { 'X-Dev-Token': 'guess' }])
      expect((await town.call('GET', '/dev/sms-outbox', { headers: wrong })).status).toBe(401)
    const page = await town.call('GET', '/dev/sms-outbox?limit=1', { headers })
    expect(page.body.data[0]!.phone).toBe(HOLDERS.li.phone)
    const next = await town.call('GET', `/dev/sms-outbox?limit=1&cursor=${page.body.next_cursor}`, {
      headers,
    })
    expect([next.body.data[0]!.phone, next.body.has_more]).toEqual([HOLDERS.wang.phone, false])
    const mine = await town.call('GET', `/dev/sms-outbox?phone=${HOLDERS.wang.phone}`, { headers })
    expect(mine.body.data[0]!.text).toContain(await town.codeFor(HOLDERS.wang.phone))
  })
  it('are not there in production, even if they were mounted', async () => {
    const town = await openTown('production')
    expect((await town.call('GET', '/dev/people')).status).toBe(404)
    expect((await town.post('/dev/sign-in', { subject_id: 'x' })).status).toBe(404)
    expect((await town.call('GET', '/dev/sms-outbox', { headers })).status).toBe(404)
  })
})
