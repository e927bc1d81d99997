import { chance } from '../../src/demo/client'
import { policyRoles, type Role } from '../../src/platform/actor'
import { OPERATIONS, type Operation } from '../../src/platform/http'
import { type Canary, canaryIn, townCanaries } from './canaries'
import { givesAway, mayKnow, type Owned, PERSONAL, type Reader } from './owners'
import { changedWrongly, type Heard, say } from './say'
import { idSlots, inputShape, type RequestParts, type Slot } from './shapes'
import type { AttackedTown, Principal } from './town'
import { type Making, missingId, validRequest } from './values'

type Ownership = 'nobody' | 'wrong kind' | 'open' | 'own' | 'missing' | 'foreign'
export type Cell = {
  operation: string
  principal: string
  ownership: Ownership
  slot: string | null
  /** What is wrong with the answer; null when it is as the policy says. */
  fault: string | null
  heard: Pick<Heard, 'status' | 'code'>
  /** A stranger's thing was refused before anybody looked for it: the cell proves nothing. */
  is_vacuous: boolean
  /** An official read of somebody's card, payment or name, and nothing was written down about it. */
  is_untraced: boolean
  /** One that did leave a trace: without these the figure would say nothing. */
  is_traced: boolean
}

/** Routes whose right to ask is no session: the provider's signature, and what development alone has. */
export const isWalked = ({ policy }: Operation): boolean =>
  typeof policy === 'object' || policy === 'public'

/** Every operation × everybody × whose thing it is, held against what the route's policy and the owners say. */
export async function walkMatrix(
  town: AttackedTown,
  only = OPERATIONS.filter(isWalked),
): Promise<Cell[]> {
  const cells: Cell[] = []
  const canaries = townCanaries(town)
  for (const op of only)
    for (const principal of town.principals) {
      cells.push(...(await cellsOf(town, op, principal, canaries)))
    }
  return cells
}

async function cellsOf(
  town: AttackedTown,
  op: Operation,
  principal: Principal,
  canaries: readonly Canary[],
): Promise<Cell[]> {
  const reader = policyReader(op, principal)
  const hear = (said: RequestParts) =>
    say(town, op, said, principal.token, { signer: principal.signer ?? null }).finally(() =>
      town.untouched(),
    )
  const cell = (
    ownership: Ownership,
    heard: Heard,
    fault: string | null,
    slot: Slot | null = null,
  ): Cell => {
    const told =
      fault ??
      (heard.status >= 500 ? `broke off: ${heard.status}` : null) ??
      heard.surprise ??
      leaks(town, reader, principal, heard, canaries) ??
      changed(heard)
    return {
      operation: op.operationId,
      principal: principal.name,
      ownership,
      slot: slot && `${slot.part}.${slot.name}`,
      fault: told,
      heard: { status: heard.status, code: heard.code },
      is_vacuous: false,
      is_untraced: isUntraced(town, op, principal, heard),
      is_traced: isTraced(heard),
    }
  }
  const own = ownRequest(town, op, reader, principal)
  if (typeof op.policy === 'object' && !principal.is_live) {
    const heard = await hear(own)
    return [cell('nobody', heard, heard.status === 401 ? null : `${heard.status} instead of 401`)]
  }
  if (typeof op.policy === 'object' && reader === null) {
    const heard = await hear(own)
    const refused = heard.status === 403 && heard.code === 'role_not_allowed'
    return [
      cell('wrong kind', heard, refused ? null : `${heard.status} ${heard.code} instead of 403`),
    ]
  }
  const slots = idSlots(op)
  const first = await hear(own)
  const kept_out = first.status === 401 || first.code === 'role_not_allowed'
  const wrong = typeof op.policy === 'object' && kept_out
  const cells = [
    cell(
      slots.length === 0 ? 'open' : 'own',
      first,
      wrong ? `${first.status} for whom the policy lets in` : null,
    ),
  ]
  for (const slot of slots) {
    const missing = await hear(withId(op, own, slot, missingId(slot.prefix)))
    cells.push(cell('missing', missing, null, slot))
    if (reader === null) continue
    for (const thing of strangersThings(town, reader, slot)) {
      const foreign = await hear(withId(op, own, slot, thing.id))
      const made = cell('foreign', foreign, differs(missing, foreign), slot)
      cells.push({ ...made, is_vacuous: missing.status !== 404 && slot.part !== 'query' })
    }
  }
  return cells
}

/** The reader a policy makes of somebody, or null where it does not let them in. */
export function policyReader(
  { policy, operationId }: Operation,
  principal: Principal,
): Reader | null {
  if (typeof policy === 'string' || principal.role === null || !principal.is_live) return null
  if (!policyRoles(policy).includes(principal.role)) return null
  const scope = policy[principal.role]
  if (scope === undefined) return null
  const { id, merchant_id, districts } = principal
  return { id, scope, merchant_id, districts, operation: operationId }
}

/** A well-formed request about the asker's own things, as far as there are any. */
function ownRequest(
  town: AttackedTown,
  op: Operation,
  reader: Reader | null,
  principal: Principal,
): RequestParts {
  const own = new Map<string, string>()
  for (const thing of town.things.values())
    if (!own.has(thing.prefix) && (reader === null || mayKnow(reader, thing)))
      own.set(thing.prefix, thing.id)
  const making: Making = {
    chance: chance(11),
    idOf: (prefix) => own.get(prefix) ?? null,
    now: town.desk.world.now(),
    known: town.known,
  }
  const said = validRequest(op, making)
  const fixed = fixedParams(town, op, principal)
  return { ...said, params: { ...said.params, ...fixed } }
}

/** What stands in an address and is no id: a day, a code, an account; from the lived town. */
export function fixedParams(
  town: AttackedTown,
  op: Operation,
  { role }: Pick<Principal, 'role'>,
): Record<string, string> {
  const { ids } = town.lived
  const slots = new Set(idSlots(op).map(({ name }) => name))
  const names = [...op.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  return Object.fromEntries(
    names
      .filter((name) => !slots.has(name))
      .flatMap((name) => {
        const at = `${op.path.split('/:')[0]}/:${name}`
        const value = ids.get(`${at} ${role}`) ?? ids.get(at)
        return value === undefined ? [] : [[name, value]]
      }),
  )
}

/** The same request about another thing; of fields that exclude each other the other ones are left out. */
function withId(
  op: Operation,
  said: RequestParts,
  { part, name, is_list }: Slot,
  id: string,
): RequestParts {
  const before = { ...(said[part] as Record<string, unknown>) }
  const choices = (inputShape(op, part)?.oneOf ?? []).map(({ required = [] }) => required)
  if (choices.some((required) => required.includes(name)))
    for (const other of choices.flat()) delete before[other]
  if (name === 'item_id') delete before.quantity
  return { ...said, [part]: { ...before, [name]: is_list ? [id] : id } }
}

const PER_SLOT = 2
/** Things of a slot's kind that exist and that this reader may not know of. */
function strangersThings(town: AttackedTown, reader: Reader, { prefix }: Slot): Owned[] {
  return [...town.things.values()]
    .filter((thing) => thing.prefix === prefix && !mayKnow(reader, thing))
    .slice(0, PER_SLOT)
}

/** A stranger's thing is answered as one that does not exist: same status, same code, same words. */
function differs(missing: Heard, foreign: Heard): string | null {
  const [a, b] = [plain(missing), plain(foreign)]
  return a === b ? null : `missing: ${a.slice(0, 160)} · foreign: ${b.slice(0, 160)}`
}
const plain = ({ status, code, text }: Heard): string =>
  `${status} ${code} ${text}`
    .replace(/\b[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}\b/g, '<id>')
    .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '<at>')

/** Tables that keep who read what of whom, and why. */
const READ_TRACES: readonly string[] = ['access_traces']
const OFFICIALS: readonly (Role | null)[] = ['bank', 'supervisor', 'operator']
/** What of a person an official is told by name, number, or by the id of something that is theirs. */
function isUntraced(town: AttackedTown, op: Operation, { role }: Principal, heard: Heard): boolean {
  if (op.method !== 'get' || heard.status !== 200 || !OFFICIALS.includes(role)) return false
  const tells =
    town.masks.some((mask) => heard.text.includes(mask)) ||
    [...heard.text.matchAll(ID)].some(([id]) => PERSONAL.has(town.things.get(id)?.prefix ?? ''))
  return tells && !isTraced(heard)
}
const isTraced = ({ tables }: Heard): boolean => tables.some((place) => READ_TRACES.includes(place))
/** Readings, by operation and role, that leave no trace with the person read of. */
export const readsWithoutTrace = (cells: readonly Cell[], town: AttackedTown): string[] => {
  const roles = new Map(town.principals.map(({ name, role }) => [name, role]))
  const found = cells
    .filter(({ is_untraced }) => is_untraced)
    .map(({ operation, principal }) => `${operation} ${roles.get(principal)}`)
  return [...new Set(found)].sort()
}

const ID = /\b[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}\b/g
function leaks(
  town: AttackedTown,
  reader: Reader | null,
  principal: Principal,
  { text, status }: Heard,
  canaries: readonly Canary[],
): string | null {
  const told = canaryIn(canaries, text, principal)
  if (told !== null) return told
  if (reader === null || status >= 400) return null
  for (const [id] of text.matchAll(ID)) {
    const thing = town.things.get(id)
    if (thing && givesAway(reader, thing)) return `tells of ${id}, which is a stranger's`
  }
  return null
}

function changed(heard: Heard): string | null {
  const places = changedWrongly(heard)
  return places.length > 0 ? `refused with ${heard.code}, and changed ${places.join(', ')}` : null
}
