import { yuan } from '../kernel/money'
import { ART, CONSUMER_LAW } from '../law/cite'
import { type Notice, notice, wording } from '../law/wording'
import type { Facts } from './facts'

/** What neither adds nor takes away, and why; who has to prove what, and who else may have to pay. */
export function besides(facts: Facts, principal_fen: number): Notice[] {
  return [
    ...giftsSaid(facts),
    ...claimsSaid(facts),
    ...costsSaid(facts),
    ...(facts.cause === 'consumer' ? [NO_RIGHT_AT_WILL] : []),
    ...(facts.cause === 'neutral' ? [TALK_FIRST] : []),
    ...(facts.cause === 'void' ? [DELIVERED_ONLY] : []),
    ...(facts.fled === true ? [punitiveSaid(principal_fen), OTHERS_PAY] : []),
    ...(facts.cause === 'merchant' && facts.fled !== true && shut(facts) ? [OTHERS_PAY] : []),
    ...(facts.lots.some(({ used_unknown }) => used_unknown === true) ? [RECORDS] : []),
    ...(facts.lots.some(({ paid_fen }) => paid_fen === 0) ? [GIVEN] : []),
    ...(facts.refunded_on > facts.terminated_on ? [FROM_THE_END] : []),
    ...(facts.terminated_on < IN_FORCE ? [BEFORE] : []),
  ]
}
const IN_FORCE = '2025-05-01'
const shut = ({ lots, fees }: Facts): boolean =>
  [...lots, ...fees].some(({ stopped_on }) => stopped_on != null)

const giftsSaid = ({ gifts, cause }: Facts): Notice[] =>
  gifts.map(({ label, value_fen }) =>
    notice(
      wording(
        `赠品「${label}」（${yuan(value_fen)}）不自动扣；店家要求返还或折价的，由调解或法院看情况定` +
          (cause === 'merchant' ? '，退款原因在店家也是要看的情况之一' : ''),
        `The gift “${label}” (${yuan(value_fen)}) is not deducted by itself; a mediator or court decides`,
      ),
      ART(21),
    ),
  )

function claimsSaid({ shop_claims, cause }: Facts): Notice[] {
  return shop_claims.map(({ label, amount_fen, kind }) => {
    const what = `店家要扣的「${label}」（${yuan(amount_fen)}）`
    const what_en = `The shop’s claim “${label}” (${yuan(amount_fen)})`
    if (kind === 'commission')
      return notice(
        wording(
          `${what}不能从退款里扣：员工提成不是合理费用`,
          `${what_en}: a commission never counts`,
        ),
        ART([15, 3]),
      )
    if (cause === 'merchant')
      return notice(
        wording(`${what}不能从退款里扣`, `${what_en} is not deducted: the shop is the cause`),
        ART([15, 2], [9, 1, 1]),
      )
    if (cause === 'neutral')
      return notice(
        wording(
          `${what}不能从退款里扣：因不可抗力或情势变更解除的，双方的费用各自承担`,
          `${what_en} is not deducted: where nobody is the cause each bears his own costs`,
        ),
        ART([15, 2]),
      )
    return notice(
      wording(
        `${what}没有扣；店家能证明是实际支付的合理费用的，可以主张，见“还没有定的”`,
        `${what_en} is not deducted; what the shop proves to be a reasonable cost it may claim`,
      ),
      ART([15, 2], [9, 1, 7]),
    )
  })
}

const costsSaid = ({ costs, cause }: Facts): Notice[] =>
  cause === 'merchant'
    ? []
    : costs.map(({ label }) =>
        notice(
          wording(
            `费用「${label}」要店家的原因才由店家承担，这里没有算进去`,
            `The cost “${label}” counts only where the shop is the cause`,
          ),
          ART([15, 2]),
        ),
      )

const NO_RIGHT_AT_WILL = notice(
  wording(
    '自己不想用，司法解释没有给随时解除的权利：七日内可以；以后要合同有约定、双方谈妥或者法院支持解除，才按这里算',
    'The text gives no right to end at will after seven days: the sum holds once the contract ends by agreement or by a court',
  ),
  ART([13, 1, 4], [14, 1]),
)
const TALK_FIRST = notice(
  wording(
    '先与店家重新协商；合理期限内谈不成的，请求法院变更或者解除合同',
    'Negotiate first; if that fails within a reasonable time ask the court to change or end the contract',
  ),
  ART([13, 2]),
)
const DELIVERED_ONLY = notice(
  wording(
    '合同无效、被撤销或者不发生效力：不看是谁的原因，只扣已经兑付的价款',
    'A void contract knows no cause: only what was really delivered is deducted',
  ),
  ART([15, 1]),
)
const OTHERS_PAY = notice(
  wording(
    '店家没钱或找不到时，还可以看：出借执照的人、同一品牌的特许人或加盟店、没有查验执照的商场、应当清算而没有清算的股东',
    'Where the shop cannot pay: who lent the licence, the brand’s franchisor, a mall that checked no licence, owners who did not liquidate',
  ),
  ART(4, 5, 6, 7),
)
const punitiveSaid = (principal_fen: number): Notice =>
  notice(
    wording(
      `店家终止营业、既不兑付又恶意躲避退款的，还可以请求三倍惩罚性赔偿（按没有兑付的 ${yuan(principal_fen)} 计；不足五百元的按五百元），另算，不在上面的合计里；涉嫌犯罪的向公安机关报案`,
      `A shop that shut, serves nothing and hides may owe three times ${yuan(principal_fen)} on top, at least 500 yuan`,
    ),
    `${ART([23, 1], [23, 2])}、${CONSUMER_LAW([55, 1])}`,
  )
const RECORDS = notice(
  wording(
    '消费记录在店家手里：请店家拿出来；没有正当理由不拿的，法院可以按您说的认定',
    'The shop holds the records and must produce them; if it does not, the court may take your word',
  ),
  ART(25),
)
const GIVEN = notice(
  wording(
    '没有付钱、白送的那一笔不退钱，用了也不从付了钱的里面扣',
    'What was given away brings no money back, and its use takes none',
  ),
  ART(21),
)
const FROM_THE_END = notice(
  wording(
    '利息从合同解除（或确认无效）那天起算，不从付款起算；约定更有利的按约定',
    'Interest runs from the end of the contract, not from payment, unless better was agreed',
  ),
  ART([17, 1], [17, 2]),
)
const BEFORE = notice(
  wording(
    '司法解释 2025 年 5 月 1 日起施行；以前结束的合同由法院参照当时的法律，算法大体相同',
    'In force since 1 May 2025; contracts that ended before are judged by the law of then, mostly alike',
  ),
  ART(27),
)
