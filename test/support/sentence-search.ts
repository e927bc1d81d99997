import { withoutComments } from './safe-words'

/** Fields of answers that are written for people to read. */
const SENTENCES =
  '(?:message|message_en|sentence|sentence_en|detail|reason_text|ground_text|class_name|where)'
const SEARCH = '(?:includes|startsWith|endsWith|indexOf|lastIndexOf|match|matchAll|search|split)'
const HAN = '\\p{Script=Han}'
const QUOTED_HAN = `(?:'[^'\\n]*${HAN}[^'\\n]*'|"[^"\\n]*${HAN}[^"\\n]*"|\`[^\`\\n]*${HAN}[^\`\\n]*\`)`
const REGEX_HAN = `/(?:[^/\\n\\\\]|\\\\.)*${HAN}(?:[^/\\n\\\\]|\\\\.)*/[a-z]*`

/** Ways in which a program decides by what a sentence says instead of by a field. */
const WAYS = [
  // said.includes('等待确认'), said.match(/失败/)
  `\\.${SEARCH}\\(\\s*(?:${QUOTED_HAN}|${REGEX_HAN})`,
  // /失败/.test(said)
  `${REGEX_HAN}\\.(?:test|exec)\\(`,
  // said === '已付款', '已付款' !== said, case '已付款':
  `[!=]==?\\s*${QUOTED_HAN}`,
  `${QUOTED_HAN}\\s*[!=]==?`,
  `\\bcase ${QUOTED_HAN}`,
  // answer.message.startsWith(…), text(answer, 'sentence').includes(…)
  `(?:\\.|['"])${SENTENCES}(?:['"]\\s*\\))?\\s*\\??\\.${SEARCH}\\(`,
  // /failed/.test(answer.message), …exec(text(answer, 'message'))
  `\\.(?:test|exec)\\([^()\\n]*(?:\\.|\\([^()\\n]*['"])${SENTENCES}\\b`,
  // answer.message === 'failed'
  `(?:\\.|['"])${SENTENCES}(?:['"]\\s*\\))?\\s*[!=]==?\\s*['"\`]`,
]
const ANY = new RegExp(WAYS.map((way) => `(?:${way})`).join('|'), 'gu')

/** Every piece of a source that chooses by a sentence. States are fields: the answer is to be given one instead. */
export const searchesSentences = (source: string): string[] =>
  [...withoutComments(source).matchAll(ANY)].map(([piece]) => piece)
