import { beforeAll, describe, expect, it } from 'vitest'
import { type LookedAt, openLookedAt } from '../browser/addresses'
import { PRAISE } from '../support/safe-words'

let town: LookedAt
beforeAll(async () => {
  town = await openLookedAt()
})

/** What a page shows: its text without its style, scripts and marks. */
const shown = (html: string): string =>
  html.replace(/<(style|script|head)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ')
/** The one sentence that may praise: it names the bank's closed day, and stands where every fen is there. */
const EARNED = new RegExp(
  '银行核对到\\d+月\\d+日：您的 ¥[\\d,.]+ 在专户里，没用的店家拿不走。|' +
    'Checked by the bank up to [\\d-]+: your ¥[\\d,.]+ is in custody; the shop cannot take what is unused\\.',
  'g',
)
const LEAD = /受保护余额|Protected balance/g

async function look(path: string, as: readonly string[], lang: 'zh' | 'en'): Promise<string> {
  const { city } = town
  const cookies = [`yfb_lang=${lang}`]
  for (const person of as) {
    const token = await city.as(person)
    cookies.push(`yfb_${token.split('_')[1]}=${token}`)
  }
  const get = (at: string) => {
    const headers = { cookie: cookies.join('; ') }
    return city.app.fetch(new Request(new URL(at, 'http://127.0.0.1:8787'), { headers }), {} as Env)
  }
  let answer = await get(path)
  for (let leads = 0; leads < 2 && [302, 303].includes(answer.status); leads++) {
    const to = answer.headers.get('location') ?? ''
    // Whoever is signed in and led to the door has no right to the page: that is a fault here.
    if (to.startsWith('/sign-in') && as.length > 0) break
    answer = await get(to)
  }
  expect([path, answer.status]).toEqual([path, 200])
  return shown(await answer.text())
}

describe.each(['zh', 'en'] as const)('every page, in %s', (lang) => {
  it('says nothing of safety that its figures did not earn', async () => {
    const said: string[] = []
    for (const { name, path, as } of town.pages) {
      const text = await look(path, as, lang)
      const earned = text.search(EARNED) >= 0
      const rest = text.replace(EARNED, '').replace(earned ? LEAD : /$^/, '')
      const at = rest.search(PRAISE)
      if (at >= 0) said.push(`${name}: …${rest.slice(Math.max(at - 25, 0), at + 25)}…`)
    }
    expect(said).toEqual([])
  })
})

it('walks more pages than a hand would', () => {
  expect(town.pages.length).toBeGreaterThan(70)
})
