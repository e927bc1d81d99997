import { describe, expect, it } from 'vitest'
import { refusalsByStatus } from '../../src/contract/refusals'
import { OPERATIONS, type Operation } from '../../src/platform/http'
import '../../src/app'
import { compiled } from '../support/compiled'

const addressOf = ({ method, path }: Operation) => `${method.toUpperCase()} ${path}`
const codesOf = (op: Operation) => refusalsByStatus(op).flatMap(([, codes]) => codes)
const asked = OPERATIONS.filter(({ policy }) => policy !== 'signature')

describe('the types of the client', () => {
  it('have every operation, each with the very codes that its contract document says', () => {
    const lines = asked.map((op) => {
      const all = codesOf(op).map((code) => `${code}: 1`)
      return `codes['${addressOf(op)}'] = { ${all.join(', ')} }`
    })
    const addresses = asked.map((op) => `'${addressOf(op)}'`).join(' | ')
    const text = `
import type { Address, ProblemOf } from '../../src/client/types'
export const codes = {} as { [A in Address]: { [C in ProblemOf<A>['code']]: 1 } }
${lines.join('\n')}
type All = ${addresses}
export const nothing_more = (address: Address): All => address
`
    const faults = compiled({ 'codes.ts': text }, ({ program }, path) =>
      program.getSemanticDiagnostics(path('codes.ts')).map(({ pos }) => text.slice(pos, pos + 120)),
    )
    expect(asked.length).toBeGreaterThan(200)
    expect(faults).toEqual([])
  })
})
