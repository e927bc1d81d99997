import china from '../../cities/china.json'
import weihai from '../../cities/weihai.json'
import type { City } from '../support/city'

/** Chinese as a page writes it: signs, with what stands between them. */
const CHINESE =
  /[\p{Script=Han}][\p{Script=Han}\d¥.,，、。：；（）“”·\-–—+−%/ ]*[\p{Script=Han}）”。]|\p{Script=Han}/gu
/** What people and machines wrote for machines: nothing in it is a name. */
const NOT_NAMES = new Set(['journal', 'events', 'notices', 'outbox', 'refusals'])
const NAME_MAX = 200

/**
 * What people called things and wrote about them: every short text that the town's tables keep, and the city's own
 * names. These stay Chinese on an English page, as a name on a passport does.
 */
export async function namesIn(city: City): Promise<string[]> {
  const found = new Set<string>()
  const keep = (text: unknown) => {
    if (typeof text !== 'string' || text.length > NAME_MAX || !/\p{Script=Han}/u.test(text)) return
    for (const line of text.split('\n')) if (line.trim().length > 1) found.add(line.trim())
  }
  const of = async (text: string) => (await city.db.batch([{ text, values: [] }]))[0] ?? []
  const tables = await of("SELECT name FROM sqlite_master WHERE type = 'table'")
  for (const { name } of tables) {
    if (NOT_NAMES.has(String(name)) || String(name).startsWith('sqlite_')) continue
    for (const row of await of(`SELECT * FROM "${name}"`))
      for (const cell of Object.values(row)) keep(cell)
  }
  for (const { tables: said } of [china, weihai])
    for (const rows of Object.values(said))
      for (const { value } of rows) for (const part of Object.values(value ?? {})) keep(part)
  return [...found].sort((a, b) => b.length - a.length)
}

/**
 * Chinese that an English page says by itself: every run of it in its text, labels and hints, without names and without
 * what is marked as Chinese (`lang="zh-CN"`: the other language's link, a law's text, a contract).
 */
export function untranslatedIn(html: string, names: readonly string[]): string[] {
  const body = html.replace(/<(style|script|head)[\s\S]*?<\/\1>/g, '')
  const own = withoutMarked(body)
  const attributes = [...own.matchAll(/ (?:aria-label|placeholder|title|alt|value)="([^"]*)"/g)]
  const texts = own.replace(/<[^>]+>/g, '\n')
  const said = [texts, ...attributes.map(([, text]) => text ?? '')].join('\n')
  let rest = said.replace(/&#39;|&quot;|&amp;|&lt;|&gt;/g, ' ')
  for (const name of names) rest = rest.replaceAll(name, '\n')
  return [...new Set(rest.match(CHINESE) ?? [])]
}

/** Cuts out each element that says it is Chinese, with all that stands in it. */
function withoutMarked(html: string): string {
  let rest = html
  for (;;) {
    const open = /<(\w+)[^>]* lang="zh-CN"[^>]*>/.exec(rest.replace(/^<html[^>]*>/, ''))
    if (!open) return rest
    const from = rest.indexOf(open[0])
    const tag = open[1] ?? ''
    const tags = new RegExp(`<(/?)${tag}\\b[^>]*>`, 'g')
    tags.lastIndex = from
    let depth = 0
    let until = rest.length
    for (let at = tags.exec(rest); at; at = tags.exec(rest)) {
      depth += at[1] === '/' ? -1 : 1
      if (depth === 0) {
        until = at.index + at[0].length
        break
      }
    }
    rest = rest.slice(0, from) + rest.slice(until)
  }
}
