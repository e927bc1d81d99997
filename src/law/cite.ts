const DIGITS = '〇一二三四五六七八九'
/** Below a thousand, as the law numbers its articles: 八, 十四, 二十二, 二百零三, 五百六十六. */
export function numeral(n: number): string {
  const hundreds = Math.trunc(n / 100)
  const rest = n % 100
  if (hundreds > 0) {
    const small = rest === 0 ? '' : rest < 10 ? `零${DIGITS[rest]}` : tensOf(rest, true)
    return `${DIGITS[hundreds]}百${small}`
  }
  return tensOf(n, false)
}
function tensOf(n: number, after_hundred: boolean): string {
  const tens = Math.trunc(n / 10)
  const head = tens === 0 ? '' : `${tens === 1 && !after_hundred ? '' : DIGITS[tens]}十`
  return head + (n % 10 === 0 && tens > 0 ? '' : DIGITS[n % 10])
}

/** An article alone, or with its paragraph (款) and item (项). */
export type Place =
  | number
  | readonly [article: number, paragraph: number]
  | readonly [article: number, paragraph: number, item: number]

const placed = (law: string, place: Place): string => {
  const [article, paragraph, item] = typeof place === 'number' ? [place] : place
  const of = paragraph === undefined ? '' : `第${numeral(paragraph)}款`
  const at = item === undefined ? '' : `第${numeral(item)}项`
  return `${law}第${numeral(article)}条${of}${at}`
}
const citing =
  (law: string) =>
  (...places: Place[]): string =>
    places.map((place) => placed(law, place)).join('、')

/** `法释〔2025〕4号第十八条第一款第二项`; several places are joined by 、. */
export const ART = citing('法释〔2025〕4号')
export const CIVIL_CODE = citing('民法典')
export const CONSUMER_LAW = citing('消费者权益保护法')

/** One citation taken apart; `null` where a text is not a law by number (a provincial rule, a contract). */
export type Cite = {
  text: string
  law: keyof typeof LAWS | null
  article: number | null
  paragraph: number | null
  item: number | null
}
const LAWS = {
  '法释〔2025〕4号': 'Judicial Interpretation Fa Shi [2025] No. 4',
  民法典: 'Civil Code',
  消费者权益保护法: 'Consumer Protection Law',
} as const

const PARTS =
  /^(法释〔2025〕4号|民法典|消费者权益保护法)第([〇零一二三四五六七八九十百]+)条(?:第([一二三四五六七八九十]+)款)?(?:第([一二三四五六七八九十]+)项)?$/

/** The places an article text names, one by one, for links and for the English page. */
export function citesIn(article: string): Cite[] {
  return article.split('、').map((text) => {
    const found = PARTS.exec(text)
    if (!found) return { text, law: null, article: null, paragraph: null, item: null }
    const [, law, ...numbers] = found
    const [n, paragraph, item] = numbers.map((one) => (one ? numberOf(one) : null))
    return {
      text,
      law: law as keyof typeof LAWS,
      article: n ?? null,
      paragraph: paragraph ?? null,
      item: item ?? null,
    }
  })
}
const BY_NUMERAL = new Map(Array.from({ length: 999 }, (_, i) => [numeral(i + 1), i + 1]))
const numberOf = (text: string): number | null => BY_NUMERAL.get(text) ?? null

/** The same places for an English reader: `Judicial Interpretation Fa Shi [2025] No. 4, art. 18(1)(ii)`. */
export const articleInEnglish = (article: string): string =>
  citesIn(article)
    .map(({ text, law, article: n, paragraph, item }) => {
      if (law === null) return text
      const of = paragraph === null ? '' : ` para. ${paragraph}`
      const at = item === null ? '' : ` item ${item}`
      return `${LAWS[law]}, art. ${n}${of}${at}`
    })
    .join('; ')
