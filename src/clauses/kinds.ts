import type { LocalDate } from '../kernel/time'
import SAID from './words/kinds.json'
import REGIONAL from './words/regional.json'

/** Where the law says it. `item` is the numbered item of the article, `paragraph` its paragraph where it has several. */
type Article = {
  law: string
  article: number
  paragraph: number | null
  item: number | null
}
/** void: never enters a contract. prominent: lawful only where it is pointed out. watch: turns on facts nobody stated. */
export type Severity = 'void' | 'prominent' | 'watch'

const INTERPRETATION = '法释〔2025〕4号'
const CONSUMER_LAW = '消费者权益保护法'
const CIVIL_CODE = '民法典'
const at = (
  law: string,
  article: number,
  paragraph: number | null = null,
  item: number | null = null,
): Article => ({ law, article, paragraph, item })
const nine = (item: number): Article => at(INTERPRETATION, 9, null, item)

/** What a term does to the consumer, and the articles that say what becomes of it. */
const ARTICLES = {
  no_refund: [nine(1)],
  refund_hindered: [nine(1), nine(7)],
  refund_fee: [nine(7), at(INTERPRETATION, 15, 1), at(INTERPRETATION, 15, 3)],
  refund_at_list_price: [at(INTERPRETATION, 18, 1), at(INTERPRETATION, 20), nine(7)],
  forfeiture: [at(INTERPRETATION, 24, 1), nine(7)],
  balance_as_deposit: [nine(1), at(INTERPRETATION, 15, 1)],
  forced_top_up: [nine(7), at(INTERPRETATION, 24, 1), at(CONSUMER_LAW, 9)],
  no_transfer: [nine(2), at(INTERPRETATION, 11, 1)],
  transfer_fee: [nine(2), nine(7)],
  lost_not_reissued: [nine(3), at(INTERPRETATION, 24, 2)],
  unilateral_change: [nine(4), at(INTERPRETATION, 12)],
  bind_by_notice: [nine(4), at(CIVIL_CODE, 140, 2), nine(7)],
  handed_to_others: [at(INTERPRETATION, 13, 1, 2), nine(7)],
  moves: [at(INTERPRETATION, 13, 1, 1), nine(1)],
  clock_runs: [at(INTERPRETATION, 22, 2), nine(7)],
  management_fee: [nine(7), at(INTERPRETATION, 15, 1)],
  records_decide: [at(INTERPRETATION, 25), nine(7)],
  exclusion_of_liability: [nine(5), at(CIVIL_CODE, 506)],
  costly_dispute: [nine(6)],
  final_say: [nine(7), at(INTERPRETATION, 8)],
  no_invoice: [at(CONSUMER_LAW, 22), nine(7)],
  portrait: [at(CIVIL_CODE, 1019, 1), nine(7)],
  waive_rights: [nine(7), at(CONSUMER_LAW, 26, 2)],
  personal_data: [at(CONSUMER_LAW, 29), nine(7)],
  heavy_penalty: [nine(7), at(CIVIL_CODE, 497, null, 2)],
  no_lending: [at(INTERPRETATION, 11, 2), nine(2)],
  own_wish_at_list_price: [at(INTERPRETATION, 19, 1), at(CIVIL_CODE, 496, 2)],
  missed_booking: [at(CIVIL_CODE, 496, 2), at(CIVIL_CODE, 585, 2)],
} as const satisfies Record<keyof typeof SAID, readonly Article[]>
export type KindId = keyof typeof ARTICLES
export const KIND_IDS = Object.keys(ARTICLES) as [KindId, ...KindId[]]

type Words = { zh: string; en: string }
type Kind = {
  articles: readonly Article[]
  name: Words
  why: Words
  /** A lawful wording of what a shop may have meant. */
  instead: Words
}
/** A kind with its articles, why, and what may stand instead (`words/kinds.json`). */
export const clauseKind = (id: KindId): Kind => ({ articles: ARTICLES[id], ...SAID[id] })

type RegionalRule = {
  region: string
  in_force_from: string
  in_force_until: string | null
  law: string
  article: number
  paragraph: number | null
  kinds: readonly string[]
}
/** Where and when a term is judged: the region's own rules stand beside the nation's from their day on. */
export type Under = { region: string; on: LocalDate }
/** The articles of a kind, with those of the region that hold on the day (`words/regional.json`). */
export function kindArticles(id: KindId, { region, on }: Under): Article[] {
  const rules: readonly RegionalRule[] = REGIONAL
  const regional = rules
    .filter(
      (rule) =>
        rule.region === region &&
        rule.kinds.includes(id) &&
        rule.in_force_from <= on &&
        (rule.in_force_until === null || on <= rule.in_force_until),
    )
    .map(({ law, article, paragraph }) => at(law, article, paragraph))
  return [...ARTICLES[id], ...regional]
}

/** 法释〔2025〕4号第九条第一项. */
export function citation({ law, article, paragraph, item }: Article): string {
  const of = `${law}第${inChinese(article)}条`
  const in_paragraph = paragraph === null ? '' : `第${inChinese(paragraph)}款`
  return `${of}${in_paragraph}${item === null ? '' : `第${inChinese(item)}项`}`
}

function inChinese(no: number): string {
  const digit = (value: number): string => '零一二三四五六七八九'.charAt(value)
  if (no >= 1_000) return `一千零${no % 1_000 < 20 ? '一' : ''}${inChinese(no % 1_000)}`
  const [hundreds, tens, ones] = [Math.floor(no / 100), Math.floor(no / 10) % 10, no % 10]
  const head = hundreds === 0 ? '' : `${digit(hundreds)}百${tens === 0 && ones > 0 ? '零' : ''}`
  const ten = tens === 0 ? '' : `${tens === 1 && hundreds === 0 ? '' : digit(tens)}十`
  return `${head}${ten}${ones === 0 ? '' : digit(ones)}`
}
