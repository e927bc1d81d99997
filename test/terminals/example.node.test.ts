import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openCounter } from '../redemptions/support'
import { BASE_URL } from '../support/wire'
import { heard, pairingCode } from './support'

type Key = { privateKey: CryptoKey; public_key: string }
type Example = {
  newKey: () => Promise<Key>
  signed: (
    base: string,
    what: { method: string; path: string; key?: string; body?: object },
    by: { keyid: string; privateKey: CryptoKey },
  ) => Promise<Request>
}

it('the program in docs/TERMINALS.md pairs and reads itself', async () => {
  const [, program = ''] = /```js\n(.*?)```/s.exec(readFileSync('docs/TERMINALS.md', 'utf8')) ?? []
  const source = `data:text/javascript,${encodeURIComponent(program)}`
  const { newKey, signed } = (await import(/* @vite-ignore */ source)) as Example
  const city = await openCounter()
  const { privateKey, public_key } = await newKey()
  const asks = async (what: Parameters<Example['signed']>[1], keyid: string) => {
    const at = { now: Date.now }
    Date.now = city.world.machine_ms
    const request = await signed(BASE_URL, what, { keyid, privateKey }).finally(() => {
      Date.now = at.now
    })
    return heard(await city.fetch(request))
  }
  const body = { code: await pairingCode(city), public_key }
  const made = await asks({ method: 'POST', path: '/v1/terminals', key: 'pair-1', body }, 'pairing')
  expect(made.status).toBe(201)
  const own = await asks({ method: 'GET', path: '/v1/terminals/current' }, made.body.id)
  expect([own.status, own.body.id]).toEqual([200, made.body.id])
})
