import { SECOND_MS } from '../../kernel/time'
import type { Statement } from '../../platform/d1'
import { LATE_MS, type Method } from './methods'
import {
  insertEventStatements,
  insertObject,
  isKind,
  loadObjects,
  newId,
  type Stored,
  type StripeMockDeps,
  updateObject,
} from './store'
import type { Kind, Kinds, StripeEvent, Thing } from './types'

/** The version the official SDK 23.1 was generated for. */
const API_VERSION = '2026-10-28.endive'

type Staged = Stored & { changed: boolean }
type Cause = { request_id: string; key: string | null }

/**
 * One request's effects: read through it, gathered in it, written in one batch. Objects are replaced, never
 * changed in place, so that an event's snapshot stays what it was.
 */
export class Draft {
  readonly now_ms: number
  readonly now_s: number
  /** The payment method's fault on the line, if it has one. */
  line: Method['line'] = undefined
  readonly #staged = new Map<string, Staged>()
  readonly #events: StripeEvent[] = []

  constructor(
    readonly deps: StripeMockDeps,
    readonly cause: Cause,
  ) {
    this.now_ms = deps.now_ms()
    this.now_s = Math.floor(this.now_ms / SECOND_MS)
  }

  /** `{id, created, livemode}` of something new. */
  birth(prefix: string): { id: string; created: number; livemode: false } {
    return { id: newId(this.deps, prefix), created: this.now_s, livemode: false }
  }

  async find<K extends Kind>(kind: K, id: string | null): Promise<Kinds[K] | null> {
    if (id === null) return null
    const thing = (await this.all([id])).get(id)
    return isKind(thing, kind) ? thing : null
  }

  /** Several objects as this request would leave them. */
  async all(ids: readonly string[]): Promise<Map<string, Thing>> {
    const unread = ids.filter((id) => !this.#staged.has(id))
    for (const [id, stored] of await loadObjects(this.deps.db, unread)) {
      this.#staged.set(id, { ...stored, changed: false })
    }
    const found = new Map<string, Thing>()
    for (const id of ids) {
      const staged = this.#staged.get(id)
      if (staged) found.set(id, staged.thing)
    }
    return found
  }

  /**
   * Adds a new object, or replaces one that was found here. It settles by itself at `due_ms`; a change that
   * leaves the status alone leaves that moment alone too.
   */
  put<T extends Thing>(thing: T, due_ms?: number): T {
    const before = this.#staged.get(thing.id)
    const is_waiting = before !== undefined && statusOf(before.thing) === statusOf(thing)
    const due = due_ms ?? (is_waiting ? before.due_ms : null)
    const version = before?.version ?? 0
    this.#staged.set(thing.id, { thing, version, due_ms: due, changed: true })
    return thing
  }

  /** Tells the endpoints what happened, with the object as it stands now. */
  emit(type: string, object: Thing, previous_attributes?: object): void {
    this.#events.push({
      ...this.birth('evt'),
      object: 'event',
      type,
      api_version: API_VERSION,
      pending_webhooks: 0,
      request: { id: this.cause.request_id, idempotency_key: this.cause.key },
      data: { object, ...(previous_attributes ? { previous_attributes } : {}) },
    })
  }

  statements(): Statement[] {
    const changed = [...this.#staged.values()].filter(({ changed }) => changed)
    const delivery = {
      due_ms: this.now_ms + (this.line === 'notices_late' ? LATE_MS : 0),
      copies: this.line === 'notices_twice' ? (2 as const) : (1 as const),
    }
    return [
      ...changed.map((one) => (one.version === 0 ? insertObject(one) : updateObject(one))),
      ...this.#events.flatMap((event) => insertEventStatements(event, delivery)),
    ]
  }
}

const statusOf = (thing: Thing): string | null => ('status' in thing ? thing.status : null)
