import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { cityOn } from '../kernel/city'
import { localDate } from '../kernel/time'
import type { Kind } from '../platform/actor'
import type { App } from '../platform/http'
import type { Around, Lang } from './around'

/** A year, in seconds: language and 长辈版 stay as somebody chose them on this phone. */
const YEAR_S = 31_536_000
const SWITCHES = { lang: ['zh', 'en'], care: ['0', '1'] } as const

/** `?lang=en` and `?care=1` (also a bare `?care`, as printed on leaflets) are remembered; then the page without them. */
export function rememberSwitches(c: Context<App>): Response | null {
  const url = new URL(c.req.url)
  let found = false
  for (const [name, known] of Object.entries(SWITCHES)) {
    const said = url.searchParams.get(name)
    if (said === null) continue
    found = true
    const value = said === '' ? '1' : said
    if ((known as readonly string[]).includes(value))
      setCookie(c, `yfb_${name}`, value, {
        path: '/',
        maxAge: YEAR_S,
        sameSite: 'Lax',
        secure: c.var.world.config.stage !== 'dev',
        httpOnly: true,
      })
    url.searchParams.delete(name)
  }
  return found ? c.redirect(url.pathname + url.search, 303) : null
}

export const aroundFrom = async (c: Context<App>, kind: Kind | null): Promise<Around> => ({
  kind,
  path: c.req.path,
  search: new URL(c.req.url).search,
  origin: c.var.world.config.public_url.replace(/\/$/, ''),
  lang: langOf(c),
  care: getCookie(c, 'yfb_care') === '1',
  dev: c.var.dev !== null,
  refusal: null,
  resumed: false,
  kept: new URLSearchParams(),
  ...(await placeOf(c)),
  who: null,
  today: localDate(c.var.world.now()),
})

const DEMO_BANK = { name: '示范银行', name_en: 'Demonstration Bank' }
/** The city, and the bank that keeps its money: named by the city's own row; the demonstration's bank is none of ours. */
async function placeOf(c: Context<App>): Promise<Pick<Around, 'city' | 'custodian'>> {
  const { world } = c.var
  const city = await world.city.now(world.db).catch(() => world.city.last())
  const named = cityOn(city, localDate(world.now())).custodian ?? null
  return { city, custodian: world.config.bank.kind === 'mock' ? DEMO_BANK : named }
}

/** Chinese first: English only for who chose it, or whose browser asks for English and not at all for Chinese. */
function langOf(c: Context<App>): Lang {
  const chosen = getCookie(c, 'yfb_lang')
  if (chosen === 'en' || chosen === 'zh') return chosen
  const wanted = (c.req.header('accept-language') ?? '').toLowerCase()
  return /\ben\b/.test(wanted) && !wanted.includes('zh') ? 'en' : 'zh'
}
