import { ENGINE_VERSION } from '../../../src/calculator/version'
import { configuredCity } from '../../../src/city/cities'
import { yuan } from '../../../src/kernel/money'
import { countRight, type Scored, scoresIn } from './score'

/** docs/law-score.md: what the calculator answers to cases others published, each with its source, right or not. */
export function lawScorePage(): string {
  const scores = scoresIn(configuredCity('weihai'))
  return [
    '# 公开的成绩：计算器与已经公布的案例',
    '',
    '由测试算出，不要手改（`npm run docs`）。每一件都是法院、媒体或者消费者组织公布、决定退款的数字齐全的案件，按公布的事实第一次输入，不为哪一件改算法。',
    '对：本金与判的（或调解的）差不到半元。不对的写明为什么；范围是各种认定和读法下的最少与最多。',
    '',
    `算法版本 ${ENGINE_VERSION}：${scores.length} 件，对 ${countRight(scores)} 件；判的数在给出的范围里的 ${withinOf(scores)} 件。`,
    '',
    '目标是四十件以上。公开检索能找到的判决多数没有写出全部数字，或者只有开头；不齐的没有收进来，也没有用推出来的数字凑。',
    '',
    '| # | 案件 | 谁定的 | 判退（元） | 算得（元） | 范围（元） | |',
    '|---:|---|---|---:|---:|---|---|',
    ...scores.map(rowOf),
    '',
    ...scores.flatMap(detailsOf),
  ].join('\n')
}
const rowOf = (one: Scored, i: number): string => {
  const range = `${yuan(one.low_fen)}–${yuan(one.high_fen)}`
  const told = `[${one.name}](${one.source}) | ${one.by} | ${expectedOf(one)}`
  return `| ${i + 1} | ${told} | ${yuan(one.got_fen)} | ${range} | ${one.right ? '对' : '不同'} |`
}
const expectedOf = ({ expected }: Scored): string =>
  typeof expected === 'number' ? yuan(expected) : `${yuan(expected[0])} 余`
const withinOf = (scores: readonly Scored[]): number =>
  scores.filter(({ expected, low_fen, high_fen }) => {
    const [from, to] = typeof expected === 'number' ? [expected, expected] : expected
    return low_fen <= to + 50 && high_fen >= from - 50
  }).length

const detailsOf = (one: Scored, i: number): string[] => [
  `## ${i + 1}. ${one.name}`,
  '',
  `${one.told}。${one.why ? `${one.right ? '说明' : '为什么不同'}：${one.why}。` : ''}`,
  '',
  '```json',
  JSON.stringify(one.request),
  '```',
  '',
]
