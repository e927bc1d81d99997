import { refusalsByStatus } from '../../src/contract/refusals'
import { OPERATIONS, type Operation } from '../../src/platform/http'
import '../../src/app'

const addressOf = ({ method, path }: Operation) => `${method.toUpperCase()} ${path}`
const codesOf = (op: Operation) => refusalsByStatus(op).flatMap(([, codes]) => codes)

/**
 * A text that compiles only if the client's types have every operation and no other, each with the very codes that the
 * contract document says. What a provider signs is nobody's to ask.
 */
export function codesByAddress(): string {
  const asked = OPERATIONS.filter(({ policy }) => policy !== 'signature')
  const codes = asked.map((op) => {
    const all = codesOf(op).map((code) => `${code}: 1`)
    return `codes['${addressOf(op)}'] = { ${all.join(', ')} }`
  })
  return `import type { Address, ProblemFor } from '../../src/client/types'
export const codes = {} as { [A in Address]: { [C in ProblemFor<A>['code']]: 1 } }
type All = ${asked.map((op) => `'${addressOf(op)}'`).join(' | ')}
export const nothing_more = (address: Address): All => address
${codes.join('\n')}
`
}
