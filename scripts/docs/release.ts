import {
  LIMITS,
  RULES,
  type Rule,
  WAYS,
  type Way,
  WORDS,
  type Word,
} from '../../src/cards/consent-rules'
import { fen, yuan } from '../../src/kernel/money'
import { SILENCE_STEPS } from '../../src/offers/contract'

const WAY_NAMES: Record<Way, string> = {
  code_use: '凭消费码核销',
  counter_use: '柜台密码付款',
  claim: '免码核销（店家发起）',
  capture: '预约结清（店家说顾客到了）',
  no_show: '爽约（店家说顾客没来）',
  late_cancel: '临时取消预约（顾客取消，过了免费时限）',
  check_in: '期限卡到店（不动钱）',
  period_days: '期限卡按天',
  price_difference: '退款时按原价算、归店家的差额（法释〔2025〕4号第十九条）',
}
const WORD_NAMES: Record<Word, string> = {
  pin: '支付密码',
  code: '消费码',
  confirmation: '登录后一按确认',
  silence: '告诉了、等够了、没有异议',
  decision: '监管裁定',
  contract: '合同写的日子过去',
  none: '只有店家自己说',
}
/** How a holder objects, by when. */
const OBJECTS: Record<Way, string> = {
  code_use: '等输密码时不输就不付；付了的当天请店家撤销，以后请店家退回，或投诉',
  counter_use: '每次短信告诉；关掉柜台密码；请店家撤销或退回，或投诉',
  claim: '短信里的链接一按（不用登录），或登录提异议：计时停，钱留在卡里，等商量或裁定',
  capture: '同上；说“那天我没有去”的，裁定最多按合同的爽约比例，除非认定到了店',
  no_show: '同上；登记时其余马上回到卡里，只有这一份占用着',
  late_cancel: '取消前写明要付多少；超过免密限额的同上',
  check_in: '不动钱',
  period_days: '停卡；店家停止服务的日子不算；随时退',
  price_difference: '退款时说是店家的原因；店家 5 个工作日不答复就退给您；调解',
}
function saidOf(rule: Rule): string {
  if (rule.does === 'never') return '—'
  if (rule.does === 'waits') return '先占用，不付'
  if (rule.limit === null) return '马上付'
  const above = {
    asks_pin: '超过要密码',
    waits: '超过先占用，不付',
    counter_limit_reached: '超过不付',
  }[rule.above]
  return `${rule.limit === 'no_pin' ? '免密限额' : '柜台限额'}内马上付，${above}`
}
const limitSaid = ({ a_use_fen, a_day_fen, a_day_count }: (typeof LIMITS)[keyof typeof LIMITS]) =>
  `一次 ${yuan(fen(a_use_fen))}，一天 ${yuan(fen(a_day_fen))}、${a_day_count} 次`
const upTo = (up_to_fen: number | null) =>
  up_to_fen === null ? '再高' : `${yuan(fen(up_to_fen))} 以内`

/** docs/release.md: every way money leaves a card by every word of its holder, from the rule the acts ask. */
export function releasePage(): string {
  const head = `| 途径 | ${WORDS.map((word) => WORD_NAMES[word]).join(' | ')} |`
  const line = `|---|${WORDS.map(() => '---|').join('')}`
  const rows = WAYS.map(
    (way) => `| ${WAY_NAMES[way]} | ${WORDS.map((word) => saidOf(RULES[way][word])).join(' | ')} |`,
  )
  return `${[
    '# 放款：钱怎样离开一张卡',
    '由程序里的规则生成（`src/cards/consent-rules.ts`），每一格都有测试对着真的办理走一遍。表里没有的，钱不离开卡。',
    '## 途径和同意',
    [head, line, ...rows].join('\n'),
    '## 限额',
    [
      `- 免密：${limitSaid(LIMITS.no_pin)}。不管哪种途径，没有密码的都算在一起：消费码、一按确认、凭码结清预约、临时取消。`,
      `- 柜台密码：${limitSaid(LIMITS.counter)}。包括在柜台输密码结清预约。`,
      '- 储值卡按原价的金额算，次卡按这几次背后的钱算；一天是北京时间的一天。限额写在当天那一行里，数据库自己拒绝超过的。',
    ].join('\n'),
    '## 等多久',
    [
      ...SILENCE_STEPS.map(({ up_to_fen, waits }) => `- 原价 ${upTo(up_to_fen)}：${waits}`),
      '- 短信没有发出，就没有开始等；发得晚（等待期过了一半才发），从发出那一刻重新等足。',
      '- 期满没有异议才付给店家，付之前店家提不走。',
    ].join('\n'),
    '## 怎样提异议',
    [
      '| 途径 | 怎样提 |',
      '|---|---|',
      ...WAYS.map((way) => `| ${WAY_NAMES[way]} | ${OBJECTS[way]} |`),
    ].join('\n'),
    '## 爽约',
    '按合同的比例乘预约的数，不满一次（一分）的不扣：这样的预约从一开始就写明来不了不收钱。次卡的比例如果一整张卡都扣不到一次，套餐不能发布。',
    '短信里的链接只能提异议：不能付钱，不能收回异议，看不到持卡人和卡号；期满或结清以后不能再用。打开链接不改变任何东西，按了键才算。',
  ].join('\n\n')}\n`
}
