import WORDS from './words/lexicon.json'

export type WordClass =
  | keyof typeof WORDS
  | 'SHARE'
  | 'AMOUNT'
  | 'SPAN'
  | 'NUMBER'
  | 'COUNT'
  | 'PAUSE'
  | 'LIST'
  | 'COLON'
  | 'QUOTE'
export type Token = {
  word: string
  is: ReadonlySet<WordClass>
  /** Its first letter, and the one after its last, in the cleaned text. */
  from: number
  to: number
}

const COURTESY = /^(?:很|非常)?(?:抱歉|对不起|不好意思)$/
const NUMBER: ReadonlySet<WordClass> = new Set(['NUMBER'])
const NONE: ReadonlySet<WordClass> = new Set()
const MARKS = new Map<string, ReadonlySet<WordClass>>([
  [',', new Set<WordClass>(['PAUSE'])],
  ['、', new Set<WordClass>(['LIST'])],
  [':', new Set<WordClass>(['COLON'])],
  ['"', new Set<WordClass>(['QUOTE'])],
])

const LEXICON = new Map<string, Set<WordClass>>()
for (const [name, words] of Object.entries(WORDS)) {
  for (const word of words.split(' ').filter((known) => known !== '')) {
    LEXICON.set(word, (LEXICON.get(word) ?? new Set()).add(name as WordClass))
  }
}
const LONGEST = Math.max(...[...LEXICON.keys()].map((word) => word.length))

/** The words of a sentence, longest first; what no word fits stands alone. Linear in its length. */
export function clauseTokens(text: string): Token[] {
  const tokens: Token[] = []
  for (let from = 0; from < text.length; ) {
    const token = markAt(text, from) ?? wordAt(text, from) ?? alone(text, from)
    // 退费，抱歉，没有这项业务: a word of courtesy and its comma say nothing.
    const is_courtesy =
      token.is.has('PAUSE') && COURTESY.test(tokens[tokens.length - 1]?.word ?? '')
    if (is_courtesy) tokens.pop()
    else tokens.push(token)
    from = token.to
  }
  return tokens
}

const alone = (text: string, from: number): Token => ({
  word: text.charAt(from),
  is: NONE,
  from,
  to: from + 1,
})

function markAt(text: string, from: number): Token | null {
  const is = MARKS.get(text.charAt(from))
  return is === undefined ? null : { word: text.charAt(from), is, from, to: from + 1 }
}

/** A word of the lexicon or a figure, whichever is longer. */
function wordAt(text: string, from: number): Token | null {
  const figure = figureAt(text, from)
  for (let length = Math.min(LONGEST, text.length - from); length > 0; length--) {
    if (figure !== null && length < figure.to - from) return figure
    const word = text.slice(from, from + length)
    const is = LEXICON.get(word)
    if (is !== undefined) return { word, is, from, to: from + length }
  }
  return figure
}

const NUMERAL = new Set('0123456789.零一二两三四五六七八九十百千万几')
const UNITS: readonly (readonly [unit: string, is: WordClass])[] = [
  ['%', 'SHARE'],
  ['成', 'SHARE'],
  ['分之', 'SHARE'],
  ['个点', 'SHARE'],
  ['元', 'AMOUNT'],
  ['块', 'AMOUNT'],
  ['倍', 'TIMES'],
  ['折', 'DISCOUNT'],
  ['个工作日', 'SPAN'],
  ['个月', 'SPAN'],
  ['小时', 'SPAN'],
  ['分钟', 'SPAN'],
  ['天', 'SPAN'],
  ['日', 'SPAN'],
  ['周', 'SPAN'],
  ['年', 'SPAN'],
  ['月', 'SPAN'],
  ['次', 'COUNT'],
  ['节', 'COUNT'],
  ['课时', 'COUNT'],
]

/** A number with its unit: 30%, 三成, 百分之二十, 五百元, 十二个月. */
function figureAt(text: string, from: number): Token | null {
  let to = from
  const is_share = text.startsWith('百分之', from)
  if (is_share) to += 3
  const digits_from = to
  while (to < text.length && to - from < 16 && NUMERAL.has(text.charAt(to))) to++
  if (to === digits_from) return null
  if (is_share) return { word: text.slice(from, to), is: new Set(['SHARE']), from, to }
  for (const [unit, is] of UNITS) {
    if (!text.startsWith(unit, to)) continue
    to += unit.length
    if (unit === '分之') while (to < text.length && NUMERAL.has(text.charAt(to))) to++
    return { word: text.slice(from, to), is: new Set([is]), from, to }
  }
  if (to - from >= 2) return { word: text.slice(from, to), is: NUMBER, from, to }
  return null
}
