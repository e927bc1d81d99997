import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Looked, type LookedAt, openLookedAt } from '../browser/addresses'

/** What an edge adds to each answer, measured: status line and headers. */
const HEADERS = 800
const PEOPLE_MEDIAN_MAX = 9_000
const DESK_MAX = 20_000

describe('what crosses the wire on a first visit', () => {
  let town: LookedAt
  const weights = new Map<Looked, number>()
  beforeAll(async () => {
    town = await openLookedAt()
    for (const seen of town.pages) weights.set(seen, await weightOf(seen))
  })
  const get = async (path: string, as: readonly string[]): Promise<string> => {
    const cookies: string[] = []
    for (const person of as) {
      const token = await town.city.as(person)
      cookies.push(`yfb_${token.split('_')[1]}=${token}`)
    }
    const headers = cookies.length > 0 ? { cookie: cookies.join('; ') } : {}
    const request = new Request(new URL(path, 'http://127.0.0.1:8787'), { headers })
    return (await town.city.app.fetch(request, {} as Env)).text()
  }
  /** The page and all it names of our own: sheets and islands, compressed, with their headers. */
  async function weightOf({ path, as }: Looked): Promise<number> {
    const html = await get(path, as)
    const named = [...html.matchAll(/(?:href|src)="(\/i\/[\w.-]+)"/g)].map(([, at]) => at ?? '')
    const files = await Promise.all([...new Set(named)].map((at) => get(at, [])))
    return [html, ...files].reduce((sum, text) => sum + gzipSync(text).length + HEADERS, 0)
  }
  const heaviest = (pages: readonly Looked[]) =>
    [...pages].sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0))

  it('a page of people weighs at most 9 KB in the middle of all', () => {
    const people = town.pages.filter(
      ({ name, as }) => !/^\/(?:docs|dev)/.test(name) && (as.length === 0 || name.startsWith('/c')),
    )
    expect(people.length).toBeGreaterThan(30)
    const middle = heaviest(people)[people.length >> 1]!
    expect(weights.get(middle), middle.name).toBeLessThanOrEqual(PEOPLE_MEDIAN_MAX)
  })
  it('the heaviest page of a desk at most 20 KB', () => {
    const [most] = heaviest(town.pages.filter(({ name }) => /^\/[mbro](?:\/|$)/.test(name)))
    expect(weights.get(most!), most!.name).toBeLessThanOrEqual(DESK_MAX)
  })
})
