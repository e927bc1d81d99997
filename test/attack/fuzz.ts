import { checkBooks } from '../../src/books/check'
import { type Chance, chance } from '../../src/demo/client'
import { MINUTE_MS } from '../../src/kernel/time'
import { policyRoles } from '../../src/platform/actor'
import { OPERATIONS, type Operation } from '../../src/platform/http'
import { type Canary, canaryIn, townCanaries } from './canaries'
import { fixedParams, isWalked, policyReader } from './matrix'
import { isUnclean, type Wrong, wronged } from './mutate'
import { mayKnow } from './owners'
import { changedWrongly, type Heard, say } from './say'
import { idSlots, type RequestParts } from './shapes'
import type { AttackedTown, Principal } from './town'
import { type Making, pick, validRequest } from './values'

export type Found = {
  kind: '5xx' | 'undocumented' | 'changed' | 'told' | 'unclean' | 'replay' | 'books'
  operation: string
  principal: string
  what: string
  why: string
  said: RequestParts | null
}
type Fuzzed = { requests: number; found: Found[]; by_status: Map<number, number> }
/** Everything that production has; the provider's own notice has another door, and tests of its own. */
const FUZZED = () => OPERATIONS.filter(isWalked)

/** Single requests, each on the town as it was told. */
export async function fuzzSingly(
  town: AttackedTown,
  each: number,
  seed: number,
  only = FUZZED(),
): Promise<Fuzzed> {
  const tally = newTally(town)
  for (const op of only)
    for (let n = 0; n < each; n++) {
      const dice = chance(seed + n * 7919 + op.operationId.length * 104729)
      await oneRequest(town, tally, op, dice, new Map())
      town.untouched()
    }
  return tally
}

/** Stories: one request after another in one town, about things that earlier answers named; books clean at their end. */
export async function fuzzInStories(
  town: AttackedTown,
  stories: number,
  steps: number,
  seed: number,
): Promise<Fuzzed> {
  const tally = newTally(town)
  const before = new Set((await checkBooks(town.desk.db)).divergences.map(nameOf))
  for (let n = 0; n < stories; n++) {
    const dice = chance(seed + n)
    const met = new Map<string, string[]>()
    const trace: string[] = []
    for (let step = 0; step < steps; step++) {
      if (dice.percent(10)) await passTime(town, dice)
      const op = nextOp(dice, met)
      const heard = await oneRequest(town, tally, op, dice, met, 35)
      trace.push(`${op.operationId} ${heard.status}`)
      remember(met, heard.text)
    }
    const { divergences } = await checkBooks(town.desk.db)
    const wrong = divergences.filter((one) => !before.has(nameOf(one)))
    if (wrong.length > 0)
      tally.found.push({
        kind: 'books',
        operation: '',
        principal: '',
        what: trace.join(', '),
        why: JSON.stringify(wrong.slice(0, 3)),
        said: null,
      })
    town.untouched()
  }
  return tally
}

const nameOf = ({ check, id }: { check: string; id: string }): string => `${check} ${id}`

/** Mostly something that can be done about what the story has met so far. */
function nextOp(dice: Chance, met: ReadonlyMap<string, string[]>): Operation {
  if (met.size === 0 || dice.percent(40)) return pick(dice, FUZZED())
  const acts = FUZZED().filter(
    (op) => op.method !== 'get' && idSlots(op).some(({ prefix }) => met.has(prefix)),
  )
  return pick(dice, acts.length > 0 ? acts : FUZZED())
}
/** Minutes pass, and what falls due in them is done. */
async function passTime(town: AttackedTown, dice: Chance): Promise<void> {
  town.desk.advance((1 + dice.below(3)) * MINUTE_MS)
  await town.desk.tick()
}

type Tally = Fuzzed & { canaries: readonly Canary[] }
const newTally = (town: AttackedTown): Tally => ({
  requests: 0,
  found: [],
  by_status: new Map(),
  canaries: townCanaries(town),
})

async function oneRequest(
  town: AttackedTown,
  tally: Tally,
  op: Operation,
  dice: Chance,
  met: Map<string, string[]>,
  wrong_percent = 80,
): Promise<Heard> {
  const principal = askerOf(town, op, dice)
  const making = makingOf(town, op, principal, dice, met)
  const said = validRequest(op, making)
  said.params = { ...said.params, ...fixedParams(town, op, principal) }
  const is_read = op.method === 'get'
  const wrong = wronged(said, dice, { is_read, percent: wrong_percent })
  const heard = await say(town, op, wrong.said, principal.token, {
    ...wrong.way,
    signer: principal.signer ?? null,
  })
  tally.requests++
  tally.by_status.set(heard.status, (tally.by_status.get(heard.status) ?? 0) + 1)
  for (const [kind, why] of faultsOf(op, heard, wrong, principal, tally.canaries))
    tally.found.push({
      kind,
      operation: op.operationId,
      principal: principal.name,
      what: wrong.what,
      why,
      said: wrong.said,
    })
  return heard
}

/**
 * The smallest request that is wrong in the same way, asked alone on the town as it was told: fields are left out one by
 * one, and what still fails is kept. Null where the fault needs what went before it.
 */
export async function shrunk(town: AttackedTown, found: Found): Promise<RequestParts | null> {
  const op = OPERATIONS.find(({ operationId }) => operationId === found.operation)
  const principal = town.principals.find(({ name }) => name === found.principal)
  if (!op || !principal || found.said === null) return null
  const canaries = townCanaries(town)
  const fails = async (said: RequestParts): Promise<boolean> => {
    const heard = await say(town, op, said, principal.token, { signer: principal.signer ?? null })
    town.untouched()
    const wrong = { what: found.what, said, way: {} }
    return faultsOf(op, heard, wrong, principal, canaries).some(([kind]) => kind === found.kind)
  }
  let least = found.said
  if (!(await fails(least))) return null
  for (let again = true; again; ) {
    again = false
    for (const smaller of smallerThan(least))
      if (!again && (await fails(smaller))) {
        least = smaller
        again = true
      }
  }
  return least
}
/** The same with one field less, in the body or in the question. */
function smallerThan(said: RequestParts): RequestParts[] {
  const without = (fields: object, part: 'query' | 'body'): RequestParts[] =>
    Object.keys(fields).map((name) => {
      const { [name]: _gone, ...rest } = fields as Record<string, unknown>
      return { ...said, [part]: rest }
    })
  const { body } = said
  const is_form = typeof body === 'object' && body !== null && !Array.isArray(body)
  return [...without(said.query, 'query'), ...(is_form ? without(body, 'body') : [])]
}

/** What no answer may be, whatever was asked. */
function faultsOf(
  op: Operation,
  heard: Heard,
  { what, said }: Wrong,
  principal: Principal,
  canaries: readonly Canary[],
): [Found['kind'], string][] {
  const faults: [Found['kind'], string][] = []
  if (heard.status >= 500)
    faults.push(['5xx', `${heard.status} ${heard.code} ${heard.text.slice(0, 200)}`])
  if (heard.surprise !== null) faults.push(['undocumented', heard.surprise.slice(0, 400)])
  const changed = changedWrongly(heard)
  if (changed.length > 0) faults.push(['changed', `${heard.status} ${heard.code}: ${changed}`])
  const echoed = heard.status < 400 ? heard.text : ''
  const told = canaryIn(canaries, echoed, principal)
  if (told !== null) faults.push(['told', told])
  const kept =
    op.method !== 'get' && op.only_asks === undefined && heard.status < 400 && heard.status > 0
  if (kept && heard.tables.length > 0 && isUnclean(said))
    faults.push(['unclean', `${what} is kept`])
  return faults
}

/** Mostly somebody who may, sometimes anybody. */
function askerOf(town: AttackedTown, op: Operation, dice: Chance): Principal {
  const all = town.principals
  const may = all.filter(
    ({ role, is_live }) => role && is_live && policyRoles(op.policy).includes(role),
  )
  return may.length > 0 && dice.percent(85) ? pick(dice, may) : pick(dice, all)
}

function makingOf(
  town: AttackedTown,
  op: Operation,
  principal: Principal,
  dice: Chance,
  met: Map<string, string[]>,
): Making {
  const reader = policyReader(op, principal)
  const idOf = (prefix: string): string | null => {
    const newest = met.get(prefix)
    if (newest && dice.percent(60)) return pick(dice, newest)
    const things = [...town.things.values()].filter((thing) => thing.prefix === prefix)
    const own = reader ? things.filter((thing) => mayKnow(reader, thing)) : []
    const from = own.length > 0 && dice.percent(85) ? own : things
    return from.length > 0 ? pick(dice, from).id : null
  }
  return { chance: dice, idOf, now: town.desk.world.now(), known: town.known }
}

/** Ids that an answer named, for what comes next. */
function remember(met: Map<string, string[]>, text: string): void {
  for (const [id] of text.matchAll(/\b[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}\b/g)) {
    const known = met.get(id.slice(0, 3)) ?? []
    if (!known.includes(id)) met.set(id.slice(0, 3), [...known.slice(-9), id])
  }
}
