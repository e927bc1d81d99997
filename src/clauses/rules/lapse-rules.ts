import { clauseSubject, type Hit, hit, isFreed, type Rule } from '../rule'
import type { Statement } from '../statement'

/** §24: what becomes of a balance with time, and when the shop wants more first. */
export const LAPSE_RULES: readonly Rule[] = [
  { kind: 'forfeiture', read: readForfeiture },
  { kind: 'forced_top_up', read: readForcedTopUp },
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

/** One appointment given up is no balance given up. */
const ONE_BOOKING = /本次|当次|该次|此次|当天|座位|包间|名额|排队|取号|礼品|赠品/
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
    if (s.has('BREACH_OF_BOOKING') || ONE_BOOKING.test(s.text)) continue
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
