import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import '../../src/app'
import { policyRoles } from '../../src/platform/actor'
import { OPERATIONS, type Operation } from '../../src/platform/http'
import { PEOPLES_THINGS, personalIdsIn } from '../../src/traces/things'
import { PERSONAL } from '../attack/owners'

const OFFICES = ['bank', 'supervisor', 'operator']
const readsForOffice = ({ policy, method, only_asks }: Operation): boolean =>
  (method === 'get' || only_asks === true) &&
  policyRoles(policy).some((role) => OFFICES.includes(role))
const tells = new RegExp(
  `\\^(?:\\(\\?:)?[^"]*\\b(?:${Object.keys(PEOPLES_THINGS).join('|')})\\b[^"]*_\\[0-9A`,
)
/** Whether the answer of an operation has a field that is the id of something of somebody's. */
const mayTell = ({ answers }: Operation): boolean =>
  Object.values(answers).some(({ schema }) =>
    tells.test(JSON.stringify(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }))),
  )

describe('what officials are told of people', () => {
  it('is declared by every operation whose answer has room for it', () => {
    const silent = OPERATIONS.filter((op) => readsForOffice(op) && mayTell(op) && !op.traces)
    expect(silent.map(({ operationId }) => operationId)).toEqual([])
  })
  it('is looked for in every kind of thing that belongs to a person, by the owners’ own list', () => {
    const known = new Set<string>(Object.keys(PEOPLES_THINGS))
    expect([...PERSONAL].filter((prefix) => !known.has(prefix))).toEqual([])
  })
  it('is found wherever it stands in an answer, an account of the books included', () => {
    const ulid = '01M8PZ05WSXM34ZCRGRCQDF5H0'
    const told = { lines: [{ account: `escrow:crd_${ulid}` }], of: [`mch_${ulid}`, `xcrd_${ulid}`] }
    expect(personalIdsIn(told)).toEqual([`crd_${ulid}`])
  })
})
