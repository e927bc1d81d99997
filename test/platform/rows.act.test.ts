import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { ENGINE } from '#storage'
import type { Role } from '../../src/platform/actor'
import { OPERATIONS } from '../../src/platform/http'
import { anyhow } from '../support/addresses'
import { terminalSays } from '../terminals/support'
import { type LivedTown, openLivedTown } from './lived-town'

let town: LivedTown

describe(`every reading of the API on ${ENGINE}`, () => {
  beforeAll(async () => {
    town = await openLivedTown()
  })

  const readings = OPERATIONS.filter(
    ({ method, policy }) => method === 'get' && (policy === 'public' || typeof policy === 'object'),
  )
  it.each(readings.map((op) => [op.operationId, op] as const))(
    '%s answers each of its readers, to the last page',
    async (name, op) => {
      const roles: (Role | null)[] =
        typeof op.policy === 'string' ? [null] : (Object.keys(op.policy) as Role[])
      for (const role of roles) {
        const path = concrete(op.path, name, role)
        const who =
          town.others.get(`${op.path.split('/')[2]} ${role}`) ??
          town.people.get(role ?? 'bank') ??
          ''
        const token =
          role === null || role === 'terminal'
            ? {}
            : { token: await (role === 'app' ? town.app.token() : town.desk.as(who)) }
        const get = async (query: string) => {
          const reply =
            role === 'terminal'
              ? await terminalSays(town.desk, town.terminal, 'GET', path + query)
              : await town.desk.call('GET', anyhow(path + query), token)
          expect(reply.status, `${role} ${path}${query} ${reply.text}`).toBe(200)
          return reply.body as object as Page
        }
        const query = (QUERIES[name] ?? '') + (name === 'exportJournal' ? permitFor(role) : '')
        const body = await get(query)
        const has_pages = op.query instanceof z.ZodObject && 'cursor' in op.query.shape
        if (!has_pages || body.object !== 'list') continue
        const seen: string[] = []
        for (let cursor: string | null = null, n = 0; n < 300; n++) {
          const more = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
          const page = await get(`${query === '' ? '?' : `${query}&`}limit=1${more}`)
          seen.push(...page.data.map((row) => JSON.stringify(row)))
          expect(page.has_more, `${name}: has_more goes with next_cursor`).toBe(
            page.next_cursor !== null,
          )
          cursor = page.next_cursor
          if (!page.has_more) break
        }
        expect(seen.length, `${name} has a row for ${role}`).toBeGreaterThan(0)
        expect(new Set(seen).size, `${name} for ${role} repeats a row`).toBe(seen.length)
        const whole = body.data.map((row) => JSON.stringify(row))
        expect(seen.slice(0, whole.length), `${name} for ${role}: pages agree`).toEqual(whole)
      }
    },
  )
})

/** What is read of any answer here. */
type Page = { object?: string; data: object[]; has_more: boolean; next_cursor: string | null }
const QUERIES: Record<string, string> = {
  listCityFacts: '?table=holidays',
  listClaimCards: '?phone_tail=0001',
  listCounterCards: '?phone_tail=0001',
  listPaymentEvents: '?outcome=credited',
  listQuarterFigures: '?quarter=2026Q1',
  exportReport: '?format=csv',
  exportJournal: '?format=hledger&from=2026-03-02&to=2026-03-02',
  exportMyJournal: '?format=csv&from=2026-03-02&to=2026-03-02',
  get listBankStatements() {
    return `?merchant_id=${town.ids.get('/v1/merchants/:id')}`
  },
  get listBankLines() {
    return `?merchant_id=${town.ids.get('/v1/merchants/:id')}`
  },
  get listCardsAtClose() {
    return `?merchant_id=${town.ids.get('/v1/merchants/:id')}`
  },
  get listRedemptions() {
    return `?card_id=${town.ids.get('/v1/cards/:id')}`
  },
}
/** What another person let this one take. */
const permitFor = (role: Role | null) => `&permit_id=${town.ids.get(`permit ${role}`)}`
function concrete(path: string, name: string, role: Role | null): string {
  return path.replace(/:(\w+)/g, (_all, param: string) => {
    const key = `${path.split('/:')[0]}/:${param}`
    const value = town.ids.get(`${key} ${role}`) ?? town.ids.get(name) ?? town.ids.get(key)
    if (value === undefined) throw new Error(`no ${key} for ${name}`)
    return value
  })
}
