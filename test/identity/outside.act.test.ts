import { describe, expect, it } from 'vitest'
import { openStorage } from '#storage'
import { BAKERY, HOLDERS } from '../../src/demo/cast'
import { bankBridge, type Outside, smsGateway } from '../../src/environment/outside'
import { mockBank } from '../../src/mocks/bank'
import { mockSms } from '../../src/mocks/sms'
import { sql } from '../../src/platform/d1'
import { asked } from '../support/asked'

const KEY = 'a-key-shared-with-the-gateway-0123456789'
const AT = '2026-03-02T01:00:00.000Z'
const message = { id: 'otp_1', phone: HOLDERS.wang.phone, text: '验证码', at: AT }

function outside(answer: (request: Request) => Response | Promise<Response>) {
  const heard: Request[] = []
  const service: Outside = {
    url: 'https://gateway.test/v1/',
    key: KEY,
    now_ms: () => Date.parse(AT) + 999,
    fetch: async (url, init) => {
      const request = new Request(url, init)
      heard.push(request.clone())
      return answer(request)
    },
  }
  return { service, heard }
}

describe('the SMS gateway', () => {
  it('is asked with a signature over time and body that its own side can check', async () => {
    const { service, heard } = outside(() => Response.json({ accepted: true }))
    await smsGateway(service).send(message)
    const [request] = heard
    const body = (await request?.text()) ?? ''
    expect(request?.url).toBe('https://gateway.test/v1/messages')
    expect(JSON.parse(body)).toEqual(message)
    expect(request?.headers.get('idempotency-key')).toBe('otp_1')
    expect(request?.redirect).toBe('manual')
    const timestamp = request?.headers.get('x-yufubao-timestamp')
    expect(timestamp).toBe(String(Date.parse(AT) / 1000))
    const [version, tag = ''] = (request?.headers.get('x-yufubao-signature') ?? '').split('=')
    expect(version).toBe('v1')
    const text = new TextEncoder()
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', text.encode(KEY), algorithm, false, ['verify'])
    const bytes = Uint8Array.from(tag.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    expect(
      await crypto.subtle.verify('HMAC', key, bytes, text.encode(`${timestamp}.${body}`)),
    ).toBe(true)
  })
  it('leaves the result unknown, and names no number, whatever goes wrong', async () => {
    const faults: [string, () => Response | Promise<Response>][] = [
      [
        'status 302',
        () => new Response(null, { status: 302, headers: { location: 'https://evil.test/' } }),
      ],
      ['status 500', () => Response.json({ accepted: true }, { status: 500 })],
      ['another shape', () => Response.json({ accepted: false })],
      ['another shape', () => new Response('<html>')],
      ['too long', () => new Response('x'.repeat(70_000))],
      ['TypeError', () => Promise.reject(new TypeError(`fetch failed: ${HOLDERS.wang.phone}`))],
    ]
    for (const [fault, answer] of faults) {
      const failed = await smsGateway(outside(answer).service).send(message).catch(String)
      expect(failed).toContain(fault)
      expect(failed).toContain('result unknown')
      expect(failed).not.toMatch(/1381234|验证码/)
    }
  })
})

describe('the bank bridge', () => {
  it('passes on what was asked and answered, and nothing else', async () => {
    const opened = outside(() => Response.json({ account_no: '3705100000000001', extra: 1 }))
    const request = { instruction_id: 'i1', merchant_id: 'mch_1', holder: BAKERY.name }
    expect(await bankBridge(opened.service).openCustodyAccount(request)).toEqual({
      account_no: '3705100000000001',
    })
    expect(opened.heard[0]?.headers.get('idempotency-key')).toBe('i1')
    const verified = outside(() => Response.json({ matches: false }))
    const account = { account_no: '6222020000000001', holder: BAKERY.name }
    expect(await bankBridge(verified.service).verifyAccount(account)).toEqual({ matches: false })
    const garbled = outside(() => Response.json({ account_no: 'DROP TABLE' }))
    await expect(bankBridge(garbled.service).openCustodyAccount(request)).rejects.toThrow(
      'another shape',
    )
  })
})

describe('the embedded bank', () => {
  const request = { instruction_id: 'i1', merchant_id: 'mch_1', holder: BAKERY.name }
  it('opens one account per instruction, and another for another', async () => {
    const bank = mockBank(await openStorage(), () => AT)
    const numbers = await Promise.all([1, 2, 3].map(() => bank.openCustodyAccount(request)))
    expect(new Set(numbers.map(({ account_no }) => account_no)).size).toBe(1)
    expect(numbers[0]?.account_no).toMatch(/^\d{16}$/)
    const other = await bank.openCustodyAccount({ ...request, instruction_id: 'i2' })
    expect(other).not.toEqual(numbers[0])
    await expect(bank.openCustodyAccount({ ...request, holder: '别人' })).rejects.toThrow(
      'another account',
    )
  })
  it('knows an account that ends in 0000 as somebody else’s, and remembers what it was asked', async () => {
    const db = await openStorage()
    const bank = mockBank(db, () => AT)
    const holder = BAKERY.name
    expect(await bank.verifyAccount({ account_no: '6222020000000001', holder })).toEqual({
      matches: true,
    })
    expect(await bank.verifyAccount({ account_no: '6222020000010000', holder })).toEqual({
      matches: false,
    })
    await bank.verifyAccount({ account_no: '6222020000000001', holder })
    expect(await asked(db, sql`SELECT holder FROM mock_bank_accounts`)).toEqual([
      { holder },
      { holder },
    ])
  })
})

describe('the embedded SMS gateway', () => {
  it('delivers a message once', async () => {
    const db = await openStorage()
    const sms = mockSms(db)
    await sms.send(message)
    await sms.send({ ...message, text: 'again' })
    expect(await asked(db, sql`SELECT id, text FROM mock_sms_outbox`)).toEqual([
      { id: 'otp_1', text: '验证码' },
    ])
  })
})
