import { unzipSync } from 'fflate'

/** Small readers of the two text formats, written from their manuals and knowing nothing of the writers. */
type Books = {
  /** Fen by account at the end. */
  held: Map<string, number>
  transactions: { date: string; code: string | null; postings: [string, number][] }[]
  assertions: number
}

const AMOUNT = /^(-?)(\d+)\.(\d\d)$/
export function fenFrom(text: string): number {
  const [, sign, yuan, fen] = AMOUNT.exec(text) ?? []
  if (yuan === undefined) throw new Error(`not an amount: ${text}`)
  const whole = Number(`${yuan}${fen}`)
  return sign === '-' && whole !== 0 ? -whole : whole
}

type Posting = { account: string; amount: number; asserted: number | null }
type Transaction = { date: string; code: string | null; postings: Posting[] }

/** What `hledger check --strict` looks at: declared, balanced, and every assertion true in order of dates. */
export function readHledger(text: string): Books {
  const declared = new Set<string>()
  let commodity = false
  const found: Transaction[] = []
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\s*;.*$/, '')
    if (line === '') continue
    const account = /^account (\S+)$/.exec(line)?.[1]
    const head = /^(\d{4}-\d\d-\d\d)(?: \((\S+)\))? \S.*$/.exec(line)
    const posting = /^ {4}(\S+) {2}(-?[\d.]+) CNY(?: = (-?[\d.]+) CNY)?$/.exec(line)
    if (account) declared.add(account)
    else if (line === 'commodity 1000.00 CNY') commodity = true
    else if (head) found.push({ date: head[1] ?? '', code: head[2] ?? null, postings: [] })
    else if (posting?.[1] && posting[2]) {
      if (!declared.has(posting[1])) throw new Error(`undeclared ${posting[1]}`)
      const asserted = posting[3] === undefined ? null : fenFrom(posting[3])
      found.at(-1)?.postings.push({ account: posting[1], amount: fenFrom(posting[2]), asserted })
    } else throw new Error(`unreadable: ${raw}`)
  }
  if (!commodity) throw new Error('the commodity is not declared')
  return settled(found)
}

const BEAN_ACCOUNT = /^(Assets|Liabilities|Equity)(:[A-Z0-9][A-Za-z0-9-]*)+$/
/** What `bean-check` looks at: opened accounts, balanced transactions, balances true at the start of their day. */
export function readBeancount(text: string): Books {
  const opened = new Map<string, string>()
  const found: Transaction[] = []
  const balances: Transaction[] = []
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith(';') || /^option "\w+" "[^"]*"$/.test(line)) continue
    if (/^ {2,4}[a-z_]+: "([^"\\]|\\.)*"$/.test(line) || /^\S+ commodity CNY$/.test(line)) continue
    const open = /^(\S{10}) open (\S+) CNY$/.exec(line)
    const balance = /^(\S{10}) balance (\S+) {2}(-?[\d.]+) ~ 0\.00 CNY$/.exec(line)
    const head = /^(\d{4}-\d\d-\d\d) \* "(?:[^"\\]|\\.)*"$/.exec(line)
    const posting = /^ {2}(\S+) {2}(-?[\d.]+) CNY$/.exec(line)
    const account = open?.[2] ?? balance?.[2] ?? posting?.[1]
    if (account && !BEAN_ACCOUNT.test(account)) throw new Error(`bad name ${account}`)
    if (account && !open && !opened.has(account)) throw new Error(`not open: ${account}`)
    if (open?.[1] && account) {
      if (opened.has(account)) throw new Error(`opened twice: ${account}`)
      opened.set(account, open[1])
    } else if (balance?.[1] && account)
      balances.push({
        date: balance[1],
        code: null,
        postings: [{ account, amount: 0, asserted: fenFrom(balance[3] ?? '') }],
      })
    else if (head?.[1]) found.push({ date: head[1], code: null, postings: [] })
    else if (posting && account)
      found.at(-1)?.postings.push({ account, amount: fenFrom(posting[2] ?? ''), asserted: null })
    else throw new Error(`unreadable: ${line}`)
  }
  return settled([...balances, ...found])
}

function settled(found: Transaction[]): Books {
  const held = new Map<string, number>()
  let assertions = 0
  // Array.sort is stable: what is of one day stays in its order.
  for (const { date, postings } of [...found].sort((a, b) =>
    a.date < b.date ? -1 : +(a.date > b.date),
  )) {
    const sum = postings.reduce((all, { amount }) => all + amount, 0)
    if (sum !== 0) throw new Error(`${date} is out of balance by ${sum}`)
    for (const { account, amount, asserted } of postings) {
      held.set(account, (held.get(account) ?? 0) + amount)
      if (asserted === null) continue
      assertions++
      if (held.get(account) !== asserted)
        throw new Error(`${account} has ${held.get(account)}, asserted ${asserted}`)
    }
  }
  const transactions = found.map(({ date, code, postings }) => ({
    date,
    code,
    postings: postings.map(({ account, amount }): [string, number] => [account, amount]),
  }))
  return { held, transactions, assertions }
}

/** RFC 4180: rows of cells, quotes undone. */
export function readCsv(text: string): string[][] {
  if (!text.startsWith('\uFEFF') || !text.endsWith('\r\n')) throw new Error('no BOM, or no end')
  const rows: string[][] = [[]]
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy
  cell.lastIndex = 1
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    const said = match[1] ?? ''
    rows.at(-1)?.push(said.startsWith('"') ? said.slice(1, -1).replaceAll('""', '"') : said)
    if (match[2] === '\r\n') rows.push([])
    if (cell.lastIndex === text.length) return rows.slice(0, -1)
  }
  throw new Error('malformed')
}

/** A workbook's sheets by name: rows of cells, numbers with their digits as they stand in the file. */
export function readXlsx(bytes: Uint8Array): Map<string, (string | { number: string })[][]> {
  const files = unzipSync(bytes)
  const text = (path: string) => new TextDecoder().decode(files[path])
  const plain = (xml: string) =>
    xml
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
  const targets = new Map(
    [...text('xl/_rels/workbook.xml.rels').matchAll(/Id="(\w+)"[^>]*Target="([^"]+)"/g)].map(
      ([, id, target]) => [id, target],
    ),
  )
  const sheets = [...text('xl/workbook.xml').matchAll(/<sheet name="([^"]+)"[^>]*r:id="(\w+)"/g)]
  return new Map(
    sheets.map(([, name = '', id]) => {
      const rows = [...text(`xl/${targets.get(id)}`).matchAll(/<row r="\d+">(.*?)<\/row>/g)]
      const cells = rows.map(([, row = '']) => {
        const line: (string | { number: string })[] = []
        for (const [, column = '', inside = ''] of row.matchAll(
          /<c r="([A-Z])\d+"[^>]*>(.*?)<\/c>/g,
        )) {
          const number = /<v>(.*)<\/v>/.exec(inside)?.[1]
          const said = /<t[^>]*>(.*)<\/t>/.exec(inside)?.[1] ?? ''
          line[column.charCodeAt(0) - 65] = number === undefined ? plain(said) : { number }
        }
        return line
      })
      return [name, cells]
    }),
  )
}
