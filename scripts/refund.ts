import { readFileSync } from 'node:fs'
import { type Calculated, calculate } from '../src/calculator/calculator'
import { NewCalculation } from '../src/calculator/shape'
import { configuredCity } from '../src/city/cities'
import { yuan } from '../src/kernel/money'
import { articleInEnglish } from '../src/law/cite'
import { labelsInEnglish } from '../src/law/wording'
import { readArguments, stop } from './arguments.mjs'

/**
 * `npm run --silent refund -- case.json [--json] [--lang en]`: what `POST /v1/refund-calculations` answers, without a
 * network or a database. Exits 2 when the case cannot be read, with what is wrong in it.
 */
const { words, ...values } = readArguments(
  'refund',
  { json: { type: 'boolean' }, lang: { type: 'string' } },
  { positionals: true },
)
const [file] = words
if (file === undefined) stop('请给出案情文件：npm run refund -- case.json')

const city = configuredCity('weihai')
const said = read(file)
const answers = (Array.isArray(said) ? said : [said]).map((one, i) => {
  const asked = NewCalculation.safeParse(one)
  if (asked.success) return calculate(asked.data, city)
  const wrong = asked.error.issues.map(({ path, message }) => {
    const said = message.includes('received undefined') ? '没有写' : message
    return `  /${path.join('/')}：${said}`
  })
  return stop([`第 ${i + 1} 件填得不对：`, ...wrong].join('\n'))
})
if (values.json) console.log(JSON.stringify(Array.isArray(said) ? answers : answers[0], null, 2))
else for (const answer of answers) console.log(told(answer, values.lang === 'en'))

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8'))
  } catch (error) {
    return stop(`读不出 ${path}：${error instanceof Error ? error.message : error}`)
  }
}

function told(answer: Calculated, english: boolean): string {
  const figures = [
    ...[...answer.lots, ...answer.fees].map(
      ({ label, principal }) => [label, principal.lines] as const,
    ),
    ...(answer.lines.length > 0 ? [['', answer.lines] as const] : []),
  ]
  const cited = (article: string) =>
    english ? ` [${articleInEnglish(article)}]` : `［${article}］`
  const summed = (sum: string | null | undefined) =>
    sum === null || sum === undefined ? '' : english ? ` (${sum})` : `（${sum}）`
  const lines = figures.flatMap(([label, of]) => [
    english ? labelsInEnglish(label) : label,
    ...of.map((line) => {
      const text = english ? (line.text_en ?? line.text) : line.text
      return `  ${yuan(line.amount_fen)}  ${text}${summed(line.sum)}${cited(line.article)}`
    }),
  ])
  const open = answer.open.map((one) =>
    english ? `  ${one.text_en}: ${one.settled_by_en}` : `  ${one.text}：${one.settled_by}`,
  )
  return [
    english ? answer.sentence_en : answer.sentence,
    ...lines,
    ...(open.length > 0 ? [english ? 'Open:' : '还没有定的：', ...open] : []),
    ...answer.notices.map(
      (one) => `  · ${english ? (one.text_en ?? one.text) : one.text}${cited(one.article)}`,
    ),
    `${answer.id}  ${answer.engine_version}`,
  ].join('\n')
}
