import { clauseSeverity, clauseSubject, type Hit, hit, isFreed, type Rule } from '../rule'
import type { Statement } from '../statement'

/** §9(2), §9(3), §24: to whom a card may go, and what becomes of it when it is lost. */
export const CARD_RULES: readonly Rule[] = [
  { kind: 'no_transfer', read: readNoTransfer },
  { kind: 'no_lending', read: readLending },
  { kind: 'lost_not_reissued', read: readLost },
]

function readNoTransfer(s: Statement): Hit | null {
  if (/名义|之名/.test(s.text)) return null
  for (const at of s.all('TRANSFER')) {
    if (isElse(s, at)) continue
    const about = clauseSubject(s, at)
    if (about === 'gift' || about === 'slot' || about === 'goods') continue
    const denied = s.stance(at) === 'denied'
    if (s.word(at).length === 1 && !denied) continue
    if (denied && isShopsOwn(s, at)) continue
    if (denied) return hit(s.before(at, 10, 'NOT') ?? at, at, clauseSeverity(s))
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
    if (
      anew !== null &&
      /^(?:重新|另|加购)/.test(s.word(anew)) &&
      s.before(anew, 6, 'NEED') !== null
    )
      return hit(at, anew)
    const only = s.before(at, 6, 'ONLY')
    if (only !== null && s.after(at, 6, 'DIRECT_KIN', 'COUNT') !== null) return hit(only, at)
  }
  return readPersonBound(s)
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
function readLending(s: Statement): Hit | null {
  for (const at of s.all('LEND'))
    if (s.stance(at) === 'denied' && s.has('CARD', 'SERVICE') && !s.has('GIFT', 'SLOT'))
      return hit(at, at, 'watch')
  return null
}

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
    if (s.is(price, 'SHARE') || yuanAmount(s.word(price)) >= 50) return hit(at, price)
  }
  if (s.all('REISSUE').some((at) => s.stance(at) === 'granted')) return null
  if (lost === undefined || !(s.has('CARD', 'MONEY') || lost === 0 || s.has('SERVICE'))) return null
  if (
    /卡(?:没|丢|掉|不见)了[^,]{0,2},?[^,]{0,4}(?:钱|余额|次数)[^,]{0,3}(?:没了|不认|不管)/.test(
      text,
    )
  )
    return hit(lost, s.tokens.length - 1)
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
export function yuanAmount(word: string): number {
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
