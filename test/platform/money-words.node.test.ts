import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app'
import { REFUSALS, Refusal, type RefusalCode } from '../../src/kernel/refusals'
import { moneyFirst, operationStake, STAKES } from '../../src/kernel/stakes'
import { OPERATIONS } from '../../src/platform/http'

createApp({ open: async () => ({ faults: [] }) })
/** What may be refused of any operation before its own decision. */
const ANYWHERE: RefusalCode[] = [
  'request_invalid',
  'json_malformed',
  'not_signed_in',
  'role_not_allowed',
]
const said = (operation: string, code: RefusalCode): string => {
  const { details } = moneyFirst(new Refusal(code), operation)
  return details.detail ?? REFUSALS[code].message
}
const each = OPERATIONS.flatMap(({ operationId, refuses = [] }) =>
  [...ANYWHERE, ...refuses].map((code) => [operationId, code as RefusalCode] as const),
)
/** What only ever happens where money is at stake may say so by itself. */
const MONEY = /没有扣钱|没有动钱|钱没有动|没有再次扣钱/

describe('a refusal says first what happened to the money', () => {
  it('knows acts that exist', () => {
    const known = OPERATIONS.map(({ operationId }) => operationId)
    expect(Object.keys(STAKES).filter((operation) => !known.includes(operation))).toEqual([])
  })
  it('where money was at stake', () => {
    const open = /结果不明|正在处理|已处理|不知道|服务出错|用于了不同|等待期已过|已经办出/
    const silent = each
      .filter(([operation]) => operationStake(operation) !== 'none')
      .map(([operation, code]) => `${operation} ${code}: ${said(operation, code)}`)
      .filter((line) => !open.test(line))
      .filter(
        (line) =>
          !/: (?:还?没有(?:再次|重复|再)?(?:扣|动|退|付|预支|出款|占用)|退款|付款|您的钱)/.test(
            line,
          ),
      )
    expect(silent).toEqual([])
  })
  it('and only there', () => {
    const loud = each
      .filter(([operation]) => operationStake(operation) === 'none')
      .map(([operation, code]) => `${operation} ${code}: ${said(operation, code)}`)
      .filter((line) => MONEY.test(line))
    expect([...new Set(loud)]).toEqual([])
  })
})
