import { describe, expect, it } from 'vitest'
import { bankBridge } from '../../src/environment/outside'

const bridge = (answer: () => Response) => {
  const heard: Request[] = []
  const port = bankBridge({
    url: 'https://bank.test/v1',
    key: 'a key that is shared with the bridge',
    fetch: async (url, init) => {
      heard.push(new Request(url, init))
      return answer()
    },
  })
  return { port, heard }
}

describe('the statement through the bridge', () => {
  it('is the bank’s own bytes, and null while there is none', async () => {
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, 0, 1, 0xff])
    const { port, heard } = bridge(() => new Response(bytes))
    expect(await port.statement({ day: '2026-03-02' })).toEqual({ bytes })
    expect(heard[0]?.url).toBe('https://bank.test/v1/statements')
    expect(await heard[0]?.json()).toEqual({ day: '2026-03-02' })
    const none = bridge(() => new Response(null, { status: 204 })).port
    expect(await none.statement({ day: '2026-03-02' })).toBeNull()
  })
  it('is unknown when the bridge fails, or sends more than a file may be', async () => {
    const failed = bridge(() => new Response('x', { status: 503 })).port
    await expect(failed.statement({ day: '2026-03-02' })).rejects.toThrow('status 503')
    const large = bridge(() => new Response(new Uint8Array(10 * 1024 * 1024 + 1))).port
    await expect(large.statement({ day: '2026-03-02' })).rejects.toThrow('file too large')
  })
})
