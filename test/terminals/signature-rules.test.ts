import { describe, expect, it } from 'vitest'
import '../../src/app'
import { policyRoles } from '../../src/platform/actor'
import { OPERATIONS } from '../../src/platform/http'
import { mayAsk, TERMINAL_ACTS } from '../../src/terminals/acts'
import {
  isWeakKey,
  readSignature,
  signatureBase,
  signatureParams,
} from '../../src/terminals/signature-rules'

const request = {
  method: 'POST',
  authority: 'city.example',
  path: '/v1/redemptions',
  query: '?',
  content_digest: 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
  idempotency_key: 'slip-17',
}
const as = { created_s: 1_772_413_200, nonce: 'AAECAwQFBgcICQoLDA0ODw', keyid: 'trm_01' }

describe('what a terminal signs', () => {
  it('is a line for each part, in one order, and its own parameters last', () => {
    expect(signatureBase(request, as).split('\n')).toEqual([
      '"@method": POST',
      '"@authority": city.example',
      '"@path": /v1/redemptions',
      '"@query": ?',
      '"content-digest": sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
      '"idempotency-key": slip-17',
      `"@signature-params": ${signatureParams(request, as)}`,
    ])
    expect(signatureBase({ ...request, method: 'GET' }, as).split('\n')).toHaveLength(5)
  })
  it('is read back as it was written, and in no other spelling', () => {
    const signature = `yfb=:${'A'.repeat(86)}==:`
    const input = `yfb=${signatureParams(request, as)}`
    expect(readSignature(request, { input, signature })).toMatchObject(as)
    for (const other of [
      ` ${input}`,
      input.replace(';created', '; created'),
      input.replace('created=1', 'created=+1'),
      `${input};tag="x"`,
      `${input}, ${input}`,
      input.replaceAll('yfb', 'sig'),
      '',
    ])
      expect(readSignature(request, { input: other, signature })).toBeNull()
    expect(readSignature({ method: 'GET' }, { input, signature })).toBeNull()
  })
  it('tells keys that prove nothing, whatever their sign bit', () => {
    const identity = `01${'00'.repeat(31)}`
    expect([isWeakKey(identity), isWeakKey(`01${'00'.repeat(30)}80`)]).toEqual([true, true])
    expect(isWeakKey('ab'.repeat(32))).toBe(false)
  })
})

describe('what a terminal may ask', () => {
  it('is what the routes say that let terminals in, each under an act or free to all', () => {
    const let_in = OPERATIONS.filter(({ policy }) => policyRoles(policy).includes('terminal'))
    const ids = let_in.map(({ operationId }) => operationId)
    expect(ids.filter((id) => !mayAsk(TERMINAL_ACTS, id))).toEqual([])
    const others = OPERATIONS.map(({ operationId }) => operationId).filter(
      (id) => !ids.includes(id),
    )
    expect(others.filter((id) => mayAsk(TERMINAL_ACTS, id))).toEqual([])
    expect(mayAsk([], 'redeemByCode')).toBe(false)
  })
})
