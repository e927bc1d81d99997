import { expect, it } from 'vitest'
import { good } from '../support/addresses'
import { openAged } from './support'

it('the pages of the archive show its days, and each day read back', async () => {
  const aged = await openAged()
  await aged.night()
  await aged.moves()
  const { data } = good(await aged.says(aged.teller, 'GET', '/v1/archives'))
  const cookie = `yfb_bank=${await aged.as(aged.teller)}`
  const shown = async (path: string) => {
    const reply = await aged.app.fetch(
      new Request(`http://127.0.0.1:8787${path}`, { headers: { cookie } }),
      {} as Env,
    )
    return `${reply.status} ${await reply.text()}`
  }
  const list = await shown('/b/archives')
  expect(list).toMatch(/^200 /)
  for (const { day, last_hash } of await Promise.all(
    data.map(async ({ day }) => good(await aged.says(aged.teller, 'GET', `/v1/archives/${day}`))),
  )) {
    expect(list).toContain(`/b/archives/${day}`)
    const page = await shown(`/b/archives/${day}`)
    expect(page).toContain('与移走时一致')
    expect(page).toContain(last_hash)
  }
})
