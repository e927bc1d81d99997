import { ENGINE_VERSION } from '../../../src/calculator/version'
import { configuredCity } from '../../../src/city/cities'
import { yuan } from '../../../src/kernel/money'
import { DIFFERS } from './published-case'
import { awarded, countRight, type Scored, scoresIn } from './score'

/** docs/law-score.md: what the calculator answers to cases others published, each with its source, right or not. */
export function lawScorePage(): string {
  const scores = scoresIn(configuredCity('weihai'))
  return [
    '# 公开的成绩：计算器与已经公布的案例',
    '',
    '由测试算出，不要手改（`npm run docs`）。每一件都是法院、媒体或者消费者组织公布、决定退款的数字齐全的案件，按公布的事实第一次输入；第一次算得的数留着，后来改过算法或者补过事实的，两个数都写。',
    '对：本金与判的（或调解的）差不到半元。不对的写明为什么；范围是各种认定和读法下的最少与最多。',
    '',
    ...tally(scores),
    '',
    '公开检索能找到的判决多数没有写出全部数字，或者只有开头；不齐的没有收进来，也没有用推出来的数字凑。',
    '',
    '| # | 案件 | 谁定的 | 判退（元） | 第一次 | 现在 | 范围（元） | |',
    '|---:|---|---|---:|---:|---:|---|---|',
    ...scores.map(rowOf),
    '',
    ...scores.flatMap(detailsOf),
  ].join('\n')
}
const countFirst = (scores: readonly Scored[]): number =>
  scores.filter(({ first_right }) => first_right).length
const countWithin = (scores: readonly Scored[]): number =>
  scores.filter(({ within }) => within).length

/** All of them, then those whose sum follows from the text, then why the others differ. */
function tally(scores: readonly Scored[]): string[] {
  const ruled = scores.filter(({ differs }) => differs === undefined)
  const others = Object.entries(DIFFERS).map(
    ([id, said]) => `${said} ${scores.filter(({ differs }) => differs === id).length} 件`,
  )
  return [
    `${scores.length} 件：第一次输入对 ${countFirst(scores)} 件，现在（算法版本 ${ENGINE_VERSION}）对 ${countRight(scores)} 件；` +
      `判的数在给出的范围里的 ${countWithin(scores)} 件。`,
    '',
    `按条文能算出来的 ${ruled.length} 件，第一次输入对 ${countFirst(ruled)} 件，现在对 ${countRight(ruled)} 件。` +
      `其余 ${scores.length - ruled.length} 件：${others.join('，')}。没有因为答案不同而不收的。`,
  ]
}

const rowOf = (one: Scored, i: number): string => {
  const range = `${yuan(one.low_fen)}–${yuan(one.high_fen)}`
  const told = `[${one.name}](${one.source}) | ${byOf(one)} | ${expectedOf(one)}`
  const got = `${yuan(one.first.got_fen)} | ${yuan(one.got_fen)}`
  return `| ${i + 1} | ${told} | ${got} | ${range} | ${one.right ? '对' : one.differs ? DIFFERS[one.differs] : '不同'} |`
}
const byOf = ({ by, decided }: Scored): string => (decided ? `${by}，${decided}` : by)
const expectedOf = (one: Scored): string => {
  const [from, to] = awarded(one)
  return from === to ? yuan(from) : `${yuan(from)} 余`
}

const detailsOf = (one: Scored, i: number): string[] => [
  `## ${i + 1}. ${one.name}`,
  '',
  `${one.told}。${one.why ? `${one.right ? '说明' : '为什么不同'}：${one.why}。` : ''}`,
  '',
  ...(one.quote ? [`> ${one.quote}`, ''] : []),
  '```json',
  JSON.stringify(one.request),
  '```',
  '',
]
