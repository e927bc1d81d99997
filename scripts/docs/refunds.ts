import { calculate } from '../../src/calculator/calculator'
import { NewCalculation } from '../../src/calculator/shape'
import { configuredCity } from '../../src/city/cities'
import { yuan } from '../../src/kernel/money'
import { cityRates, type RateTable } from '../../src/reckoning/interest'
import { REFUND_CASES } from './refund-cases'

const CITY = configuredCity('weihai')
const RATES = cityRates(CITY)

type Line = { text: string; article: string; amount_fen: number; sum?: string | null | undefined }

/** docs/refunds.md: ten worked examples, each produced by asking the engine behind `POST /v1/refund-calculations`. */
export function refundsPage(): string {
  return [
    '# 依法能退多少：十个算例',
    '',
    '由引擎算出，不要手改（`npm run docs`）。每个请求都可以原样发给 `POST /v1/refund-calculations`，不用登录。',
    '金额单位是分。取整：已兑付的价款按 floor(实付 × 已用 ÷ 总数) 计，零头归消费者；利息按天、一年 365 天，不足一分舍去。',
    '',
    ...REFUND_CASES.flatMap(caseOf),
    '## 利率表',
    '',
    ...tableOf(RATES.lpr_1y),
    ...tableOf(RATES.deposit_1y),
  ].join('\n')
}

function caseOf({ title, told, request }: (typeof REFUND_CASES)[number], index: number): string[] {
  const answer = calculate(NewCalculation.parse(request), CITY)
  const { not_consumer_cause_fen, consumer_cause_fen } = answer.alternatives
  return [
    `## ${index + 1}. ${title}`,
    '',
    told,
    '',
    '```json',
    JSON.stringify(request),
    '```',
    '',
    ...answer.lots.flatMap((lot) => [`${lot.label}：`, '', ...linesOf(lot.principal.lines), '']),
    ...answer.fees.flatMap((fee) => [`${fee.label}：`, '', ...linesOf(fee.principal.lines), '']),
    ...(answer.lines.length > 0 ? ['另外：', '', ...linesOf(answer.lines), ''] : []),
    `**${answer.sentence}**`,
    '',
    `非因消费者原因 ${yuan(not_consumer_cause_fen)}；因消费者原因 ${yuan(consumer_cause_fen)}。`,
    '',
    ...answer.open.map(
      ({ text, settled_by, options }) =>
        `- 还没有定：${text}——${options.map((o) => `${o.text} ${yuan(o.total_fen)}`).join('；')}。${settled_by}`,
    ),
    ...answer.notices.map(({ text, article }) => `- ${text}（${article}）`),
    ...(answer.notices.length > 0 ? [''] : []),
  ]
}

const linesOf = (lines: readonly Line[]): string[] => [
  '| 怎么算 | 算式（元） | 条文 | 金额 |',
  '|---|---|---|---:|',
  ...lines.map(
    ({ text, sum, article, amount_fen }) =>
      `| ${text} | ${sum ?? ''} | ${article} | ${yuan(amount_fen)} |`,
  ),
]

const tableOf = ({ name, source, known_to, rates }: RateTable): string[] => [
  `${name}，来源 ${source}，知道到 ${known_to}：`,
  '',
  '| 自 | 年利率（万分数） |',
  '|---|---:|',
  ...rates.map(({ from, bp }) => `| ${from} | ${bp} |`),
  '',
]
