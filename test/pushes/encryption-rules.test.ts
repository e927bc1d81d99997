import { createDecipheriv, createECDH, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { base64url, fromBase64, hmacNow } from '../../src/environment/crypto'
import { isListener, publicKeyOf, sealPush } from '../../src/pushes/encryption'
import { pushAddress } from '../../src/pushes/service-rules'
import { vapidHeader } from '../../src/pushes/vapid'

/** RFC 8291, appendix A. */
const A = {
  plain: 'When I grow up, I want to be a watermelon',
  private_key: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  public_key:
    'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  listener:
    'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  listener_private: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  message:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w' +
    'EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}
const listener = { public_key: fromBase64(A.listener), auth: fromBase64(A.auth) }
const fresh = { private_key: fromBase64(A.private_key), salt: fromBase64(A.salt) }

describe('a message for one browser', () => {
  it('is sealed as in RFC 8291, appendix A', () => {
    expect(base64url(publicKeyOf(fresh.private_key))).toBe(A.public_key)
    expect(base64url(sealPush(A.plain, listener, fresh))).toBe(A.message)
  })
  it('has one length whatever it says, and the browser reads it without what fills it up', () => {
    const [short, long] = ['短', '已核销¥42.00，卡内还剩¥358.00'].map((said) => ({
      said,
      sealed: sealPush(said, listener, fresh, 1_024),
    }))
    expect(short?.sealed.length).toBe(long?.sealed.length)
    for (const one of [short, long]) expect(opened(one?.sealed ?? new Uint8Array())).toBe(one?.said)
  })
  it('is refused rather than cut when it is too long', () =>
    expect(() => sealPush('长'.repeat(1_400), listener, fresh)).toThrow('too long'))
  it.each([
    ['a point off the curve', base64url(Uint8Array.of(4, ...new Uint8Array(64).fill(7))), A.auth],
    ['a compressed point', base64url(Uint8Array.of(2, ...new Uint8Array(32).fill(7))), A.auth],
    ['a short secret', A.listener, A.auth.slice(0, 12)],
  ])('is sealed for no %s', (_what, public_key, auth) => {
    expect(isListener({ public_key: fromBase64(public_key), auth: fromBase64(auth) })).toBe(false)
    expect(isListener(listener)).toBe(true)
  })
})

/** What a browser does with it, written from the RFC and without our own derivation. */
function opened(sealed: Uint8Array): string {
  const [salt, own_key] = [sealed.subarray(0, 16), sealed.subarray(21, 86)]
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(fromBase64(A.listener_private))
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), listener.public_key, own_key])
  const shared = hmacNow(
    hmacNow(listener.auth, pair.computeSecret(own_key)),
    Buffer.concat([info, Buffer.of(1)]),
  )
  const pseudo = hmacNow(salt, shared)
  const [key, nonce] = ['aes128gcm', 'nonce'].map((name) =>
    hmacNow(pseudo, Buffer.from(`Content-Encoding: ${name}\0\x01`)),
  )
  const cipher = createDecipheriv(
    'aes-128-gcm',
    key?.subarray(0, 16) ?? '',
    nonce?.subarray(0, 12) ?? '',
  )
  cipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([cipher.update(sealed.subarray(86, -16)), cipher.final()])
  const text = plain.toString().replace(/\0*$/, '')
  expect(text.at(-1)).toBe('\x02')
  return text.slice(0, -1)
}

describe('who sends it', () => {
  it('says so for this service alone, for half a day, signed with the key browsers were given', async () => {
    const at_ms = Date.parse('2026-03-02T01:00:00Z')
    const endpoint = 'https://fcm.googleapis.com/fcm/send/abc'
    const said = await vapidHeader(fresh.private_key, {
      endpoint,
      contact: 'https://yufubao.example.cn',
      at_ms,
    })
    const [, head = '', body = '', signature = '', key = ''] =
      /^vapid t=([^.]+)\.([^.]+)\.([^,]+), k=(.+)$/.exec(said) ?? []
    expect(key).toBe(A.public_key)
    const [header, claims] = [head, body].map((part) =>
      JSON.parse(Buffer.from(part, 'base64url').toString()),
    )
    expect(header).toEqual({ typ: 'JWT', alg: 'ES256' })
    expect(claims).toEqual({
      aud: 'https://fcm.googleapis.com',
      exp: at_ms / 1_000 + 12 * 3_600,
      sub: 'https://yufubao.example.cn',
    })
    const point = fromBase64(key)
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: base64url(point.subarray(1, 33)),
      y: base64url(point.subarray(33)),
    }
    const good = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      { key: jwk, format: 'jwk', dsaEncoding: 'ieee-p1363' },
      fromBase64(signature),
    )
    expect(good).toBe(true)
  })
})

describe('where a browser is reached', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
  ])('is %s', (typed) => expect(pushAddress(typed, false).href).toBe(typed))
  it.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/fcm/send/abc',
    'https://a@fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com.evil.cn/abc',
    'https://evil.cn/fcm.googleapis.com',
    'https://evilpush.apple.com/abc',
    'https://push.apple.com.evil.cn/abc',
    'https://127.0.0.1/abc',
    'https://[::1]/abc',
    'https://10.0.0.8/abc',
    'https://0x7f000001/abc',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/abc',
    'https://evil.cn\\@fcm.googleapis.com/abc',
    'ftp://fcm.googleapis.com/abc',
    'javascript:alert(1)',
    'nothing',
  ])('is not %s', (typed) =>
    expect(() => pushAddress(typed, false)).toThrow('push_service_unknown'),
  )
  it('may be this machine in development, and no other one inside', () => {
    expect(pushAddress('http://127.0.0.1:9/abc', true).port).toBe('9')
    expect(() => pushAddress('http://10.0.0.8/abc', true)).toThrow('push_service_unknown')
  })
})
