import { type Hit, hit, isFreed, type Rule } from '../rule'
import type { Statement } from '../statement'

/** §9(4), §12, §13, §22, §25: what the shop may do alone, and what is made of its moves, closures and records. */
export const SHOP_RULES: readonly Rule[] = [
  { kind: 'unilateral_change', read: readChange },
  { kind: 'bind_by_notice', read: readBound },
  { kind: 'handed_to_others', read: readHanded },
  { kind: 'moves', read: readMoves },
  { kind: 'clock_runs', read: readClock },
  { kind: 'records_decide', read: readRecords },
]

function readChange(s: Statement): Hit | null {
  if (isAgreed(s)) return null
  return (
    readRight(s) ??
    readMustAccept(s) ??
    readCostShifted(s) ??
    readNoChoice(s) ??
    readNoNotice(s) ??
    readPriceOfDay(s) ??
    readForOldToo(s) ??
    readEndAtWill(s)
  )
}
/** With consent, for new buyers only, or leaving what was bought as it was. */
const isAgreed = (s: Statement): boolean =>
  (s.has('CONSENT', 'NEW_ONLY', 'SAME_FOR_OLD') && !/无须|无需|不经|不再|未经/.test(s.text)) ||
  /(?:法律|法规|国家|政府|主管部门)[^,]{0,14}(?:规定|标准|要求)[^,]{0,4}的?,/.test(s.text)

/** 有权…调整…价格: who, at whose will, what. */
function readRight(s: Statement): Hit | null {
  for (const at of s.all('CHANGE')) {
    const term = s.after(at, 12, 'TERM', 'CONTRACT') ?? s.before(at, 16, 'TERM', 'CONTRACT')
    if (
      /权$/.test(s.word(at)) &&
      s.stance(at) !== 'denied' &&
      s.before(at, 20, 'SHOP', 'PARTY') !== null
    )
      return hit(at, at)
    if (term === null && !s.is(at, 'RAISE') && !/权$/.test(s.word(at))) continue
    if (s.stance(at) === 'denied' || isOfConsumer(s, at)) continue
    if (s.is(at, 'LAPSE', 'EXTEND') && s.word(at) !== '取消' && s.word(at) !== '收回') continue
    const will = s.before(at, 24, 'AT_WILL', 'MAY_ALONE') ?? afterInPiece(s, at)
    if (will === null || (s.word(at).length === 1 && !s.has('AT_WILL'))) continue
    const is_right =
      s.is(will, 'AT_WILL') ||
      /^(?:有权|保留|有权利|拥有|享有|具有|保有|可|可以|可能|由)$/.test(s.word(will))
    if (!is_right) continue
    if (s.has('HOURS') && !s.has('MONEY') && term === null) continue
    const by_shop =
      s.before(at, 40, 'SHOP', 'PARTY') !== null || s.after(at, 10, 'SHOP', 'PARTY') !== null
    if (!by_shop && !s.is(will, 'AT_WILL') && !/有权|保留/.test(s.word(will))) continue
    return hit(will, at)
  }
  return null
}
const afterInPiece = (s: Statement, at: number): number | null => {
  const will = s.after(at, 8, 'AT_WILL', 'MAY_ALONE')
  return will !== null && will <= s.piece(at).to ? will : null
}
function isOfConsumer(s: Statement, at: number): boolean {
  const consumer = s.before(at, 16, 'CONSUMER', 'BOTH')
  const shop = s.before(at, 16, 'SHOP', 'PARTY')
  if (consumer === null) return false
  return (
    (shop === null || shop < consumer) &&
    s.after(consumer, 5, 'AFFIRM', 'AT_WILL', 'TURN', 'NEED') !== null &&
    !/同意|理解|知悉/.test(s.word(consumer + 1))
  )
}

/** 会员须接受俱乐部所作的任何调整. */
function readMustAccept(s: Statement): Hit | null {
  for (const need of s.all('NEED')) {
    const accept = need + 1
    if (!/^(?:接受|服从|配合|听从|遵从)$/.test(s.word(accept))) continue
    const change = s.all('CHANGE').find((at) => /调整|变更|更换|修改|调配/.test(s.word(at)))
    if (change !== undefined && s.near(change, 16, 'TERM', 'HOURS')) return hit(accept, change)
  }
  return null
}
/** 课程升级、更换教材，费用由学员承担. */
function readCostShifted(s: Statement): Hit | null {
  const change = s.all('CHANGE').find((at) => s.near(at, 10, 'TERM', 'GOODS'))
  if (change === undefined || s.has('HARM', 'REFUND')) return null
  const bears = s
    .all('CHARGE')
    .find((at) => at > change && /承担|出/.test(s.word(at)) && s.before(at, 6, 'CONSUMER') !== null)
  return bears === undefined || !/费用|费/.test(s.text) ? null : hit(change, bears)
}
/** 换别的项目给您，不接受别的要求. */
function readNoChoice(s: Statement): Hit | null {
  for (const at of s.all('CHANGE')) {
    if (
      s.stance(at) === 'denied' ||
      s.near(at, 10, 'TERM', 'HOURS') === false ||
      isOfConsumer(s, at)
    )
      continue
    const shut = s
      .all('CLAIM', 'OBJECT', 'REFUND')
      .find((other) => other > at && s.gap(at, other) <= 40 && s.stance(other) === 'denied')
    if (shut !== undefined && s.has('SHOP', 'PARTY')) return hit(at, shut)
  }
  return null
}

/** 如有变动，恕不另行通知. */
function readNoNotice(s: Statement): Hit | null {
  for (const at of s.all('CHANGE')) {
    const silent = s.after(at, 12, 'AT_WILL')
    const untold = s.after(at, 14, 'TELL')
    const is_untold = untold !== null && s.stance(untold) === 'denied'
    if (!is_untold && (silent === null || !/通知|同意/.test(s.word(silent)))) continue
    if (s.stance(at) === 'denied') continue
    if (s.has('HOURS') && !s.has('TERM')) continue
    if (s.before(at, 14, 'HOURS') !== null) continue
    return hit(at, silent ?? untold ?? at)
  }
  return null
}

/** 收费以当日店内公示为准, 随行就市, 涨价了就按涨价后的扣. */
function readPriceOfDay(s: Statement): Hit | null {
  const market = s.all('RAISE').find((at) => s.word(at) === '随行就市')
  if (market !== undefined) return hit(market, market)
  if (/(?:购卡|购买|签约|签订|付款|充值|储值)(?:当日|当天|当时|时)/.test(s.text)) return null
  for (const at of s.all('TERM')) {
    if (
      !/价|收费|标准|折扣|品牌|成分|项目/.test(s.word(at)) &&
      (!/最新(?:通知|公告|规定|公示|说法)/.test(s.text) || s.has('HOURS'))
    )
      continue
    const rule = s.after(at, 20, 'PREVAIL', 'COUNT_ON', 'CHARGE', 'INTERPRET')
    const day = /最新|当日|届时|当天|当时|实时|调整后|变更后|现行|新价|涨价后|实际供应/.test(s.text)
    if (rule !== null && day && !s.has('DISCOUNT', 'FREE')) return hit(at, rule)
  }
  for (const at of s.all('CHANGE')) {
    const rule = s.after(at, 14, 'PREVAIL')
    if (
      rule !== null &&
      s.word(rule) === '为准' &&
      /以(?:到店|结账|当时|届时|店内|本店|实际|现场)/.test(s.text) &&
      s.has('TERM') &&
      !s.has('HOURS')
    )
      return hit(at, rule)
  }
  for (const at of s.all('RAISE')) {
    const rule = s.after(at, 10, 'CHARGE', 'PREVAIL')
    if (rule !== null && s.stance(at) !== 'denied' && !s.has('REFUND')) return hit(at, rule)
  }
  return null
}

/** 下月起每次扣两次，老会员也一样: what is new is laid on what was sold before. */
const FOR_OLD_TOO =
  /(?:老会员|老顾客|老客户|已充值|已办卡|已购卡?|已报名|原有|之前充|以前充|老卡|旧卡)[^,]{0,10}(?:也一样|同样|一样|同步|一并|亦适用|也按|也要|也得|统统|不例外)/
function readForOldToo(s: Statement): Hit | null {
  if (/享|可以|能|退|不变|有效|优惠|参加|照旧|赠/.test(s.text.replace(/赠送比例/, ''))) return null
  const at = s.all('CHANGE', 'RAISE', 'CHARGE', 'LIST_PRICE')[0]
  return at !== undefined && FOR_OLD_TOO.test(s.text) ? hit(at, s.tokens.length - 1) : null
}

/** 本店可随时终止会员资格. */
function readEndAtWill(s: Statement): Hit | null {
  for (const at of s.all('TERMINATE')) {
    const what = s.after(at, 10, 'CONTRACT', 'SERVICE') ?? s.before(at, 10, 'CONTRACT', 'SERVICE')
    const will = s.before(at, 12, 'AT_WILL')
    if (what === null || will === null || s.stance(at) === 'denied' || isOfConsumer(s, at)) continue
    if (s.before(at, 24, 'SHOP', 'PARTY') === null) continue
    return hit(will, at)
  }
  return null
}

function readBound(s: Statement): Hit | null {
  for (const deem of s.all('DEEM')) {
    if (s.before(deem, 60, 'CONSENT') !== null) continue
    const agree = s.after(deem, 14, 'AGREE') ?? (/同意|认可/.test(s.word(deem)) ? deem : null)
    // 没有异议的，视为确认: a use is confirmed, no contract is changed.
    if (agree !== null && s.word(agree) === '确认' && !s.has('CONTRACT', 'CHANGE')) continue
    if (agree === null || s.stance(deem) === 'denied' || isFreed(s, deem)) continue
    const by =
      s.before(deem, 40, 'CONTRACT', 'CHANGE', 'UNUSED', 'SILENCE') ??
      s.after(agree, 12, 'CONTRACT')
    if (by === null) continue
    if (/已阅读|已经阅读|充分阅读/.test(s.text) && !s.has('CHANGE')) continue
    return hit(deem, agree)
  }
  const text = s.text
  for (const at of s.all('CONTRACT')) {
    const holds = s.after(at, 24, 'AGREE')
    if (
      holds !== null &&
      /生效|适用|约束力/.test(s.word(holds)) &&
      /自动适用|即生效|对会员生效|贴出|一经公布|公布即|[张发公][贴布].{0,2}之日/.test(text) &&
      s.stance(holds) !== 'denied'
    )
      return hit(at, holds)
  }
  return null
}

function readHanded(s: Statement): Hit | null {
  if (s.has('CONSENT') && !/无需|无须|不经/.test(s.text)) return null
  const text = s.text
  for (const at of s.all('HAND_OVER')) {
    if (s.stance(at) === 'denied' || s.has('PERSONAL_DATA')) continue
    const third =
      s.after(at, 10, 'THIRD', 'SHOP', 'GO_THERE') ?? s.before(at, 10, 'THIRD', 'GO_THERE')
    if (third === null) continue
    const is_duty = /义务|学员|会员|您的卡|合同/.test(text)
    const ends =
      /无关|不再负责|不得异议|无需|无须|有权|自动|(?:预先|事先|概括)[^,]{0,4}同意|不可提出|不得提出/.test(
        text,
      )
    if (is_duty && ends) return hit(at, third)
  }
  const changed = /经营权变更|经营者变更|换老板|转让给他人经营|转让后/.test(text)
  const off = s.all('EXEMPT', 'NOT').find((at) => /无关|不再/.test(s.word(at)))
  return changed && off !== undefined && s.has('SHOP') ? hit(0, off) : null
}

function readMoves(s: Statement): Hit | null {
  const move = s.all('MOVE')[0]
  if (move === undefined || s.has('CONSENT')) return null
  const denied = s
    .all('REFUND', 'REFUND_DENIED', 'TERMINATE')
    .find((at) => s.stance(at) === 'denied')
  if (denied !== undefined) return hit(move, denied)
  const no_reason = s.all('NOT').find((at) => /不构成|不算|不属于/.test(s.word(at)))
  if (no_reason !== undefined) return hit(move, no_reason)
  const bears = s.all('SELF_BEAR')[0]
  return bears === undefined ? null : hit(move, bears)
}

function readClock(s: Statement): Hit | null {
  const close = s.all('CLOSE')[0]
  if (close === undefined) return null
  for (const at of s.all('COUNT_ON')) {
    if (s.stance(at) === 'plain' && s.after(at, 6, 'GIFT') === null) return hit(close, at)
  }
  for (const at of s.all('EXTEND')) {
    if (s.stance(at) === 'denied' && !s.near(at, 4, 'FEE')) return hit(close, at)
  }
  const last = s.tokens.length - 1
  if (
    /(?:照样|照旧|照常|仍然?|依旧|继续|还是|正常)[^,]{0,3}(?:走|算|计|扣|跑|减|消耗)/.test(
      s.text,
    ) &&
    !/不/.test(s.text.slice(-4))
  )
    return hit(close, last)
  for (const at of s.all('EXPIRE', 'SERVICE')) {
    const same = s.after(at, 6, 'PLAIN')
    if (same !== null && s.word(same) === '不变' && !s.has('MONEY')) return hit(close, same)
  }
  return null
}

function readRecords(s: Statement): Hit | null {
  if (s.has('SIGNED') && !/不再/.test(s.text)) return null
  for (const at of s.all('RECORD')) {
    const fixed = s.after(at, 20, 'CHANGE')
    if (
      fixed !== null &&
      /更改|修改|变更|更正/.test(s.word(fixed)) &&
      s.stance(fixed) === 'denied' &&
      !s.has('CONTRACT')
    )
      return hit(at, fixed)
    const decides = s.after(at, 16, 'PREVAIL')
    const by_shop =
      s.near(at, 10, 'SHOP', 'PARTY') ||
      /^我/.test(s.word(at - 1) + s.word(at - 2)) ||
      /系统|后台|收银|电脑|前台|机构|商家|门店|我方/.test(s.word(at)) ||
      s.has('NOT')
    if (decides !== null && by_shop && !isYours(s) && s.word(decides) !== '计算')
      return hit(at, decides)
    if (decides !== null && by_shop && /一律/.test(s.text) && !isYours(s)) return hit(at, decides)
    if (
      s.stance(at) === 'denied' &&
      (s.before(at, 8, 'ISSUE') !== null || s.tokens.some(({ word }) => word === '不提供')) &&
      s.has('SHOP', 'MONEY', 'USE', 'NEUTRAL') &&
      !s.is(at, 'INVOICE') &&
      !s.is(at, 'MONEY')
    )
      return hit(s.before(at, 8, 'ISSUE') ?? at, at)
    const shut = s.after(at, 20, 'OBJECT')
    if (shut !== null && s.stance(shut) === 'denied') return hit(at, shut)
  }
  return null
}
const isYours = (s: Statement): boolean =>
  /您的说法|以您|银行|消费者的|会员的主张|双方|有权查|随时查/.test(s.text)
