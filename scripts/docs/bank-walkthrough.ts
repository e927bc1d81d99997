import { CLASSES } from '../../src/breaks/classes'
import { yuan } from '../../src/kernel/money'
import { type Found, type Injected, type Month, playBankMonth } from './bank-month'

const ENDS: Record<string, string> = { match: '确认就是它', suspense: '记入待查', note: '写明原因' }

/** docs/bank-walkthrough.md: four weeks of a small town with the bank's mistakes in it, played and told as they went. */
export async function bankWalkthroughPage(): Promise<string> {
  const month = await playBankMonth()
  return [
    ...opening(month),
    ...importing(month),
    ...daily(month),
    ...breaks(month),
    ...resolution(month),
    ...timing(month),
    ...closing(month),
    ...booksOf(month),
  ].join('\n')
}

const table = (head: string[], rows: string[][]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
  '',
]
const asJson = (value: unknown): string[] => ['```json', JSON.stringify(value, null, 2), '```', '']
const fen = (value: number | null | undefined): string =>
  typeof value === 'number' ? yuan(value) : '—'
const signed = (value: number): string => `${value > 0 ? '+' : ''}${yuan(value)}`
const percent = (bp: number | null | undefined): string =>
  typeof bp === 'number' ? `${Math.trunc(bp / 100)}.${String(bp % 100).padStart(2, '0')}%` : '—'

const countOf = ({ injected }: Month): number => injected.filter(({ is }) => is !== null).length

function opening(month: Month): string[] {
  return [
    '# 银行对账走一遍',
    '',
    '由程序演出来，不要手改（`npm run docs`）：一座三家店的小城，27 个营业日，每天核销、放款、出款；',
    `银行的对账单里混进 ${countOf(month)} 处错，另有两天只是写法不同。时钟、编号、金额都固定，每次演出的字一个不差。`,
    '',
    '每天的顺序：店家营业 → 夜里过零点 → 次日 6:30 取对账单 → 逐户对账 → 封账 → 两位经办人处理差异。',
    '',
    '十二类里只有 B6（我们自己记了两遍）银行造不出来；`test/breaks/breaks.act.test.ts` 往账本里直接插一条来试。',
    '',
  ]
}

function importing({ file, csv }: Month): string[] {
  return [
    '## 1. 读入对账单',
    '',
    `银行的文件，第一处错的那天（格式见 [bank-files.md](bank-files.md)），前 ${csv.length} 行：`,
    '',
    '```csv',
    ...csv,
    '```',
    '',
    '第一份文件读入的结果（整份读入，或一行不读；同样的内容再来一次，还是这个回答）：',
    '',
    ...asJson(file),
  ]
}

function daily({ injected, days, closes }: Month): string[] {
  const sheets = new Map(closes.map((close) => [close.day, close.totals]))
  const rows = days.map((day) => {
    const on = String(day.day)
    const totals = sheets.get(on)
    const wrong = injected.find((one) => one.day === on)
    return [
      on,
      wrong?.said ?? '',
      String(totals?.breaks_count ?? 0),
      fen(totals?.bank_fen),
      fen(totals?.requirement_fen),
      percent(totals?.coverage_bp),
      fen(totals?.in_transit_fen),
      fen(totals?.unexplained_fen),
    ]
  })
  return [
    '## 2. 逐日对账和封账',
    '',
    '“差异”是封账那一刻还在的；覆盖率是该有的钱里银行确实有的，在途的钱单列。充值后两天钱还在支付机构，',
    '所以那几天覆盖率低，缺的就是在途。没有对账单的那天没有覆盖率。“说不清的”恒为 0：每一分差额都有名目。',
    '店里有缺口时本来要等补足才出款；这里当作每天早上都补足了，好让每天都有付款可以出错。',
    '',
    ...table(
      ['日终', '银行的错', '差异', '银行专户', '逐卡加总', '覆盖率', '在途', '说不清的'],
      rows,
    ),
  ]
}

function breaks(month: Month): string[] {
  const { injected, found } = month
  const unseen = [...found]
  const rows = injected.map((one) => {
    const at = unseen.findIndex(({ class: is, day }) => is === one.is && day === one.day)
    const [seen] = at === -1 ? [] : unseen.splice(at, 1)
    return [one.day, one.said, one.is ?? '不是错', ...foundWords(one, seen)]
  })
  return [
    '## 3. 混进去的错，和找到的差异',
    '',
    ...table(['日子', '混进去的', '该是', '找到', '差额', '怎么说的', '怎么了结'], rows),
    `混进 ${countOf(month)} 处，找到 ${found.length} 处；没有找到的 ${missed(month)} 处，多找出来的 ${unseen.length} 处。`,
    '',
  ]
}
const missed = ({ injected, found }: Month): number =>
  injected.filter(
    ({ is, day }) => is !== null && !found.some((one) => one.class === is && one.day === day),
  ).length

function foundWords(one: Injected, seen: Found | undefined): string[] {
  if (seen === undefined) return [one.is === null ? '没有差异' : '没有找到', '', '', '']
  const { class: is, first_class } = seen
  const judged = first_class === is ? is : `${is}（头一天看作 ${first_class}）`
  const name = is in CLASSES ? CLASSES[is as keyof typeof CLASSES].name : ''
  const ended =
    seen.state === 'cleared'
      ? `${seen.cleared_on} 对账时自动核销`
      : `两人解决：${ENDS[seen.proposal ?? ''] ?? ''}`
  return [`${judged} ${name}`, signed(seen.difference_fen), seen.note, ended]
}

function resolution({ resolved }: Month): string[] {
  const { before, refused, after, custody_fen } = resolved
  const shown = (one: Month['resolved']['before']) => ({
    class: one.class,
    class_name: one.class_name,
    state: one.state,
    difference_fen: one.difference_fen,
    may_end_as: one.may_end_as,
    proposal: one.proposal,
    proposal_note: one.proposal_note,
    proposed_by: one.proposed_by,
    resolved_by: one.resolved_by,
  })
  return [
    '## 4. 两个人解决一处差异',
    '',
    '对账时是这样：',
    '',
    ...asJson(shown(before)),
    '钱出纳提议“记入待查”，这时不动账。她自己来复核，得到的是：',
    '',
    '```text',
    refused,
    '```',
    '',
    '郑复核看过同样的差额，通过：',
    '',
    ...asJson(shown(after)),
    `这时才记新分录：这家店的专户账从 ${yuan(custody_fen[0])} 到 ${yuan(custody_fen[1])}，与银行一致；另一头在“待查”。旧分录一条不改。`,
    '',
  ]
}

function timing({ found }: Month): string[] {
  const late = found.filter(({ state }) => state === 'cleared')
  return [
    '## 5. 第二天自己好了的',
    '',
    '时间差不用人管：第二天的对账单上有了，就自动核销，不记任何分录。缺的文件补来以后也一样。',
    '',
    ...table(
      ['日子', '类别', '怎么说的', '发现', '核销'],
      late.map((one) => [one.day, one.class, one.note, one.found_on, one.cleared_on ?? '']),
    ),
  ]
}

function closing({ closes }: Month): string[] {
  const last = closes.at(-1)
  if (!last) throw new Error('the month has no close')
  const { totals } = last
  return [
    '## 6. 月末的封账表',
    '',
    ...table(
      ['项目', '金额'],
      [
        ['银行对账单期末', fen(totals.bank_fen)],
        ['我们账上的专户', fen(totals.custody_fen)],
        ['待查：多的（两人解决差异时记入的）', fen(totals.suspense_in_fen)],
        ['待查：少的', fen(totals.suspense_out_fen)],
        ['银行有', fen(totals.resource_fen)],
        [`逐卡加总（${totals.cards_count} 张）`, fen(totals.requirement_fen)],
        ['该有', fen(totals.owed_fen)],
        ['说不清的缺口', fen(totals.missing_fen)],
        ['覆盖率', percent(totals.coverage_bp)],
        ['说不清的', fen(totals.unexplained_fen)],
      ],
    ),
    `封条（全部数字的 SHA-256，含前一天的）：\`${String(last?.content_hash)}\`，前一天：\`${String(last?.previous_hash)}\`。`,
    '',
  ]
}

function booksOf({ books }: Month): string[] {
  return [
    '## 7. 账检查',
    '',
    `\`npm run books\` 的同一套检查在这座城里跑一遍：${books.checks.length} 项，结果 **${books.result}**，`,
    `不一致 ${books.divergences.length} 处；${books.figures.transfers} 条分录，全部账户合计 ${yuan(books.figures.books_sum_fen)}。`,
    '',
  ]
}
