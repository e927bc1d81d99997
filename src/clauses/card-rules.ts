import { isFreed } from './refund-rules'
import { clauseSubject, type Hit, hit, type Rule } from './rule'
import type { Statement } from './statement'

/** §24, §9(2) and (3): what becomes of the card itself - lapse, transfer, loss - and what it is made to cost. */
export const CARD_RULES: readonly Rule[] = [
  { kind: 'forfeiture', read: readForfeiture },
  { kind: 'forced_top_up', read: readForcedTopUp },
  { kind: 'no_transfer', read: readNoTransfer },
  { kind: 'transfer_fee', read: readTransferFee },
  { kind: 'lost_not_reissued', read: readLost },
  { kind: 'management_fee', read: readManagementFee },
]

function readForfeiture(s: Statement): Hit | null {
  const reissued = s.all('REISSUE')[0]
  if (reissued !== undefined && !s.has('EXPIRE', 'UNUSED') && s.before(reissued, 4, 'NOT') === null)
    return null
  return (
    readLapse(s) ??
    readCountedAsUsed(s) ??
    readNotKept(s) ??
    readDeducted(s) ??
    readToShop(s) ??
    readDeemedWaived(s) ??
    readNotMadeGood(s)
  )
}

function readLapse(s: Statement): Hit | null {
  for (const at of s.all('LAPSE')) {
    if (s.stance(at) === 'denied' && !/^[不无]/.test(s.word(at))) continue
    if (s.word(at) === '取消' && s.before(at, 24, 'EXPIRE', 'UNUSED') === null) continue
    if (s.word(at) === '冻结' && s.has('CLOSE')) continue
    if (s.is(at, 'CHARGE', 'CHANGE', 'TERMINATE') && !s.inPiece(at, 'SERVICE', 'MONEY')) continue
    if (s.is(at, 'CHARGE')) continue
    const cause = s.before(at, 40, 'EXPIRE', 'UNUSED') ?? s.after(at, 10, 'EXPIRE', 'UNUSED')
    const about = clauseSubject(s, at)
    if (about === 'gift' || about === 'slot' || about === 'goods' || about === 'used') continue
    if (cause === null && about !== 'owed') continue
    if (cause === null && !/作废|清|没收|归零|失效|充公|收回|停用|有效/.test(s.word(at))) continue
    if (s.has('SHOP_FAULT') || s.isOfNoCase(at) || isEndOfTerm(s, at)) continue
    return hit(cause ?? at, at)
  }
  return null
}

/** 有效期限届满后会员资格自动终止: an unlimited card ends with its days (§22). */
const isEndOfTerm = (s: Statement, at: number): boolean =>
  /终止/.test(s.word(at)) &&
  s.before(at, 8, 'UNUSED', 'MONEY') === null &&
  s.before(at, 8, 'SERVICE', 'CONTRACT') !== null &&
  !s.has('UNUSED')
/** 超时未做的次数按已做计算. */
function readCountedAsUsed(s: Statement): Hit | null {
  if (s.has('BREACH_OF_BOOKING', 'SLOT')) return null
  const left = s.all('UNUSED')[0]
  if (left === undefined) return null
  const used = s.after(left, 12, 'USED')
  return used !== null && /^[按算当]$/.test(s.word(used - 1)) ? hit(left, used) : null
}

/** 超过期限的，余额扣除作为保管成本. */
function readDeducted(s: Statement): Hit | null {
  const cause = s.all('EXPIRE')[0]
  if (cause === undefined || s.has('SLOT', 'BREACH_OF_BOOKING', 'REFUND', 'GIFT')) return null
  const money = s.after(cause, 30, 'MONEY')
  const charge =
    money === null ? null : (s.after(money, 4, 'CHARGE') ?? s.before(money, 3, 'CHARGE'))
  if (charge === null || !/扣/.test(s.word(charge)) || isFreed(s, charge)) return null
  return hit(cause, charge)
}

/** 过期次数不保留. */
function readNotKept(s: Statement): Hit | null {
  const cause = s.all('EXPIRE')[0]
  if (cause === undefined || s.has('SLOT', 'GIFT', 'BREACH_OF_BOOKING')) return null
  for (let i = cause + 1; i < s.tokens.length && s.gap(cause, i) <= 30; i++) {
    if (/^(?:保留|结转|延续|兑付|承认)$/.test(s.word(i)) && s.stance(i) === 'denied')
      return hit(cause, i)
  }
  return null
}

/** 逾期余额归本店所有, 视为赠予, 转为本店收入. */
function readToShop(s: Statement): Hit | null {
  for (const at of s.all('FORFEIT_TO')) {
    const to =
      s.after(at, 4, 'SHOP', 'PARTY') ??
      (/收入|视为赠|捐/.test(s.word(at) + s.word(at + 1) + s.word(at + 2)) ? at : null)
    if (to === null || s.stance(at) === 'denied' || isFreed(s, at)) continue
    if (s.before(at, 24, 'MONEY', 'CARD', 'SERVICE', 'EXPIRE', 'UNUSED') === null) continue
    if (s.inPiece(at, 'INTERPRETATION', 'LIABILITY', 'PORTRAIT')) continue
    return hit(at, to)
  }
  return null
}

function readDeemedWaived(s: Statement): Hit | null {
  for (const deem of s.all('DEEM')) {
    const given = s.tokens.findIndex(
      (_, i) => i > deem && s.gap(deem, i) <= 10 && /赠|捐/.test(s.word(i)),
    )
    if (
      given > 0 &&
      s.before(deem, 30, 'MONEY', 'UNUSED', 'EXPIRE') !== null &&
      s.stance(deem) !== 'denied'
    )
      return hit(deem, given)
    const waived = s.after(deem, 8, 'WAIVE', 'USED')
    const spent = /^(?:消费|使用|核销|上课)$/.test(s.word(deem + 1)) ? deem + 1 : null
    const what = waived ?? spent
    if (what === null || s.stance(deem) === 'denied' || isFreed(s, deem)) continue
    if (s.before(deem, 30, 'EXPIRE', 'UNUSED') === null) continue
    if (s.has('SLOT', 'BREACH_OF_BOOKING')) continue
    if (s.has('GIFT') && !s.has('MONEY')) continue
    return hit(deem, what)
  }
  return null
}

/** 到期未使用部分不再提供服务亦不予补偿. */
function readNotMadeGood(s: Statement): Hit | null {
  const left = s.all('UNUSED')[0]
  if (left === undefined || !s.has('EXPIRE') || s.has('GIFT', 'SLOT', 'BREACH_OF_BOOKING'))
    return null
  const extend = s.all('EXTEND').find((at) => at > left && s.stance(at) === 'denied')
  return extend === undefined ? null : hit(left, extend)
}

function readForcedTopUp(s: Statement): Hit | null {
  for (const at of s.all('TOP_UP')) {
    const use = s.after(at, 24, 'USE')
    if (use === null || s.stance(at) === 'denied') continue
    const need = s.before(use, 8, 'NEED') ?? s.before(at, 8, 'NEED')
    if (
      need === null ||
      (/^(?:应|应当|要求|需要|才)$/.test(s.word(need)) && s.before(use, 6, 'NEED') === null)
    )
      continue
    if (!s.has('CARD', 'MONEY', 'UNUSED')) continue
    if (/不足|用完|用尽|不够|为零/.test(s.text) && !s.has('AMOUNT')) continue
    return hit(at, use)
  }
  for (const at of s.all('LAPSE')) {
    if (!/使用|冻结|不能用/.test(s.word(at)) || s.near(at, 8, 'MONEY', 'CARD') === false) continue
    if (s.has('TOP_UP', 'HALF', 'SHARE') && s.has('MONEY', 'CARD')) return hit(at, at)
  }
  return null
}

function readNoTransfer(s: Statement): Hit | null {
  if (/不得以转让名义|名义/.test(s.text)) return null
  for (const at of s.all('TRANSFER')) {
    if (isElse(s, at)) continue
    const about = clauseSubject(s, at)
    if (about === 'gift' || about === 'slot' || about === 'goods') continue
    const denied = s.stance(at) === 'denied'
    if (s.word(at).length === 1 && !denied) continue
    if (denied && isShopsOwn(s, at)) continue
    if (denied) return hit(s.before(at, 10, 'NOT') ?? at, at, severityOf(s))
    const undone =
      s.after(at, 18, 'DENY', 'LAPSE', 'PUNISH') ??
      deemedLeft(s, at) ??
      s.after(at, 12, 'REFUND_DENIED')
    if (
      undone !== null &&
      !s.is(undone, 'CHARGE') &&
      s.stance(undone) === 'plain' &&
      isOfHolder(s, at)
    ) {
      if (s.is(undone, 'NOT') && !s.isLast(undone)) continue
      return hit(at, undone)
    }
    const approve = s.after(at, 12, 'APPROVE')
    if (
      approve !== null &&
      s.before(approve, 8, 'NEED') !== null &&
      s.near(approve, 8, 'SHOP', 'PARTY')
    )
      return hit(at, approve)
    const anew = s.after(at, 14, 'TOP_UP')
    if (anew !== null && /^重新/.test(s.word(anew)) && s.before(anew, 6, 'NEED') !== null)
      return hit(at, anew)
    const only = s.before(at, 6, 'ONLY')
    if (only !== null && s.after(at, 6, 'DIRECT_KIN', 'COUNT') !== null) return hit(only, at)
  }
  return readPersonBound(s) ?? lent(s)
}
/** 视为退会: a transfer that costs the transferor the membership. */
const deemedLeft = (s: Statement, at: number): number | null => {
  const deem = s.after(at, 14, 'DEEM')
  return deem === null ? null : s.after(deem, 6, 'WAIVE', 'TERMINATE')
}
/** 课程只认报名时的孩子，不能换成弟弟妹妹来上. */
function readPersonBound(s: Statement): Hit | null {
  for (const at of s.all('PERSON_ELSE')) {
    const change = s.has('REFUND') ? null : s.before(at, 3, 'EXCHANGE', 'CHANGE', 'REISSUE')
    if (change !== null && s.stance(change) === 'denied' && s.has('CARD', 'SERVICE'))
      return hit(change, at)
  }
  return null
}
/** To lend a card is not to transfer it: it turns on what kind of card it is. */
function lent(s: Statement): Hit | null {
  for (const at of s.all('LEND'))
    if (s.stance(at) === 'denied' && s.has('CARD', 'SERVICE') && !s.has('GIFT', 'SLOT'))
      return hit(at, at, 'watch')
  return null
}
const severityOf = (s: Statement) =>
  s.all('LAWFULLY').some((at) => s.near(at, 8, 'EXCEPT')) ? 'watch' : 'void'
/** 转 of duties, of the shop itself, of data: other rules read those. */
const isElse = (s: Statement, at: number): boolean =>
  (s.inPiece(at, 'PERSONAL_DATA') && !s.has('CARD')) ||
  // 不得将学员转给…: people are handed over by the shop, cards are not.
  (s.is(at - 1, 'CONSUMER') && /^[将把]$/.test(s.word(at - 2))) ||
  /义务|债务|经营权|门店转让|店铺转让/.test(near(s, at)) ||
  (s.is(at, 'TRANSFER') &&
    /^(?:转|共享|转移|出售|换人)$/.test(s.word(at)) &&
    !s.has('CARD', 'MONEY', 'SERVICE'))
const near = (s: Statement, at: number): string =>
  s.tokens
    .slice(Math.max(0, at - 6), at + 6)
    .map(({ word }) => word)
    .join('')
const isShopsOwn = (s: Statement, at: number): boolean => {
  const { from } = s.piece(at)
  const shop = s.before(at, 16, 'SHOP')
  if (shop === null || shop < from || s.before(at, 16, 'CONSUMER') !== null) return false
  for (let i = shop + 1; i < at && !s.is(i, 'NOT'); i++)
    if (s.is(i, 'CARD', 'MONEY', 'SERVICE', 'OF')) return false
  return (
    s.after(shop, 6, 'NOT') !== null &&
    !s.is(shop - 1, 'PREP') &&
    !/办理|支持|受理|接受|认/.test(near(s, at))
  )
}
const isOfHolder = (s: Statement, at: number): boolean =>
  !s.near(at, 6, 'SHOP_FAULT') && !s.has('REISSUE')

function readTransferFee(s: Statement): Hit | null {
  for (const fee of s.all('FEE', 'AMOUNT', 'SHARE', 'COUNT', 'NUMBER')) {
    const named =
      /转卡费|转让费|转名费|过户费|更名费|转让金|转让手续费|更名手续费|转课费|转籍费/.test(
        s.word(fee),
      )
    const act = named ? fee : (s.before(fee, 30, 'TRANSFER') ?? s.after(fee, 14, 'TRANSFER'))
    if (act === null || (s.is(fee, 'COUNT') && !s.has('FEE'))) continue
    if (!named && s.gap(act, fee) > 30) continue
    const charge = s.before(fee, 10, 'CHARGE') ?? s.after(fee, 8, 'CHARGE', 'AMOUNT', 'SHARE')
    if (charge === null || isFreed(s, charge) || isFreed(s, fee)) continue
    if (s.is(charge, 'FREE') || s.has('FREE')) continue
    if (s.has('GIFT') && !s.has('CARD')) continue
    return hit(act, fee)
  }
  return null
}

function readLost(s: Statement): Hit | null {
  const text = s.text
  if (/不记名/.test(text) || (s.has('BELONGING', 'GOODS', 'GIFT', 'SLOT') && !s.has('CARD')))
    return null
  if (/挂失(?:之)?前|未及时挂失|挂失以前/.test(text)) return null
  const lost = s.all('LOST')[0]
  for (const at of s.all('REISSUE')) {
    if (s.stance(at) !== 'denied' || (s.has('CLOSE', 'CHANGE') && lost === undefined)) continue
    if (lost === undefined && !/补办|挂失|补卡|补发|补领/.test(s.word(at))) continue
    if (s.after(at, 3, 'FEE') !== null) continue
    return hit(s.before(at, 8, 'NOT') ?? at, at)
  }
  for (const at of s.all('REISSUE')) {
    const price = s.after(at, 14, 'SHARE', 'AMOUNT')
    if (price === null || isFreed(s, price) || s.has('SLOT')) continue
    if (s.is(price, 'SHARE') || yuanOf(s.word(price)) >= 50) return hit(at, price)
  }
  if (lost === undefined || !(s.has('CARD', 'MONEY') || lost === 0 || s.has('SERVICE'))) return null
  const cost = s.after(lost, 24, 'LAPSE', 'SELF_BEAR', 'WAIVE')
  if (
    cost !== null &&
    !s.is(cost, 'CHARGE') &&
    !s.has('BELONGING') &&
    s.stance(cost) !== 'denied' &&
    !s.has('REISSUE')
  )
    return hit(lost, cost)
  const unpaid = s
    .all('EXTEND', 'REFUND', 'PAY_LIABLE')
    .find((at) => at > lost && s.gap(lost, at) <= 24 && s.stance(at) === 'denied')
  if (unpaid !== undefined && !s.has('BELONGING')) return hit(lost, unpaid)
  const again = s.all('TOP_UP').find((at) => /重新购卡|重新办卡/.test(s.word(at)))
  return again === undefined ? null : hit(lost, again)
}

/** 两百元 is 200; 0 where it is no plain number. */
function yuanOf(word: string): number {
  const plain = /^\d+/.exec(word)?.[0]
  if (plain !== undefined) return Number(plain)
  let sum = 0
  let digit = 1
  for (const letter of word) {
    const value = '零一二三四五六七八九'.indexOf(letter === '两' ? '二' : letter)
    const unit = { 十: 10, 百: 100, 千: 1_000, 万: 10_000 }[letter]
    if (value >= 0) digit = value
    if (unit !== undefined) sum += digit * unit
  }
  return sum
}

function readManagementFee(s: Statement): Hit | null {
  for (const fee of s.all('FEE')) {
    if (!s.has('PERIODIC', 'UNUSED') && !/年费|月费/.test(s.word(fee))) continue
    if (!s.has('CARD', 'MONEY', 'UNUSED') && !/管理|维护|账户/.test(s.word(fee))) continue
    const charge = s.before(fee, 16, 'CHARGE') ?? s.after(fee, 16, 'CHARGE')
    if (charge === null || isFreed(s, charge) || isFreed(s, fee)) continue
    if (s.has('REFUND') || s.has('FREE')) continue
    return hit(fee, charge)
  }
  for (const every of s.all('PERIODIC')) {
    const charge = s.after(every, 4, 'CHARGE')
    const much = charge === null ? null : s.after(charge, 4, 'AMOUNT', 'SHARE')
    if (charge !== null && much !== null && /扣/.test(s.word(charge)) && s.has('MONEY', 'CARD'))
      return hit(charge, much)
  }
  return null
}
