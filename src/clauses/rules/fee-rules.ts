import { type Hit, hit, isFreed, isShopBreach, type Rule } from '../rule'
import type { Statement } from '../statement'
import { isContractual } from './refund-rules'

/** §9(7), §15, §18, §19: what a refund is made to cost, and what time takes from a balance. */
export const FEE_RULES: readonly Rule[] = [
  { kind: 'refund_fee', read: readFee },
  { kind: 'refund_at_list_price', read: readListPrice },
  { kind: 'own_wish_at_list_price', read: readOwnWish },
  { kind: 'transfer_fee', read: readTransferFee },
  { kind: 'management_fee', read: readManagementFee },
]

function readFee(s: Statement): Hit | null {
  if (/预约|预定|订位|爽约/.test(s.text) && !s.has('CARD')) return null
  for (const at of s.all('REFUND', 'TERMINATE')) {
    if (s.is(at, 'TERMINATE') && !isContractual(s, at)) continue
    if (isShopBreach(s, at) || s.has('SHOP_FAULT')) continue
    if (isPaidByShop(s, at)) continue
    const share = shareKept(s, at)
    if (share !== null) return hit(at, share)
    const fee = feeTaken(s, at)
    if (fee !== null) return hit(at, fee)
  }
  return readNamedFee(s) ?? readCompensation(s)
}

/** 退款手续费按余额的一成收. */
function readNamedFee(s: Statement): Hit | null {
  for (const fee of s.all('FEE')) {
    if (!/^退/.test(s.word(fee))) continue
    const charge = s.near(fee, 14, 'CHARGE')
      ? (s.after(fee, 14, 'CHARGE') ?? s.before(fee, 14, 'CHARGE'))
      : null
    if (charge !== null && !isFreed(s, charge) && !isFreed(s, fee)) return hit(fee, charge)
  }
  return null
}

/** 提前解约的，会员应付三个月会费作为赔偿. */
function readCompensation(s: Statement): Hit | null {
  for (const at of s.all('TERMINATE')) {
    if (!isContractual(s, at) || s.has('SHOP_FAULT')) continue
    const who = s.after(at, 16, 'CONSUMER')
    const pays = who === null ? null : s.after(who, 16, 'CHARGE')
    if (pays === null || isFreed(s, pays)) continue
    if (
      s.after(at, 40, 'LIABILITY', 'PUNISH') === null &&
      !s.tokens.some(({ word }) => /赔偿|补偿/.test(word))
    )
      continue
    if (s.before(who ?? at, 6, 'LINK', 'PREP') !== null) continue
    return hit(at, pays)
  }
  return null
}

/** 本店每日按应退金额的千分之一支付违约金. */
function isPaidByShop(s: Statement, at: number): boolean {
  const { from } = s.piece(at)
  const pays = s.after(at, 20, 'CHARGE')
  if (pays === null || !/支付|付|赔|承担/.test(s.word(pays))) return false
  for (let i = pays - 1; i >= from; i--) {
    if (s.is(i, 'CONSUMER')) return false
    if (s.is(i, 'SHOP')) return !s.is(i - 1, 'PREP') && !s.is(i - 1, 'CLAIM')
  }
  return false
}

/** 退余额的七成, 最多退一半: less than what is left. */
function shareKept(s: Statement, at: number): number | null {
  if (!s.is(at, 'REFUND')) return null
  const share =
    s.after(at, 12, 'SHARE', 'HALF') ?? s.before(at, 8, 'SHARE', 'HALF') ?? discounted(s, at)
  if (share === null) return null
  return s.near(share, 10, 'NOT') && s.before(share, 6, 'NOT') !== null ? null : share
}

const discounted = (s: Statement, at: number): number | null => {
  const cut = s.after(at, 4, 'DISCOUNT') ?? s.before(at, 2, 'DISCOUNT')
  return cut !== null && /八|九|七|六|五|打/.test(s.word(cut)) && s.inPiece(at, 'MONEY')
    ? cut
    : null
}

function feeTaken(s: Statement, at: number): number | null {
  for (const fee of s.all('FEE', 'SHARE', 'AMOUNT', 'LIABILITY', 'TIMES')) {
    if (s.gap(at, fee) > 40) continue
    const charge = s.before(fee, 14, 'CHARGE') ?? s.after(fee, 6, 'CHARGE')
    if (charge === null || isFreed(s, charge) || isFreed(s, fee)) continue
    if (s.is(fee, 'LIABILITY') && !s.has('SHARE')) continue
    if (s.is(fee, 'TIMES') && s.is(fee + 1, 'REFUND')) continue
    if (s.is(fee, 'AMOUNT') && s.has('DEPOSIT')) continue
    return fee
  }
  return null
}

/** The shop closed, or its cause is said to make no difference: then what was used counts at what was paid (§18). */
const OF_SHOPS_CAUSE =
  /(?:停业|关店|关门|闭店|停办|停课|歇业|倒闭|搬迁)[^,]{0,6}(?:退|,)|(?:我方|本店|店家|商家|机构|本馆)(?:自身)?(?:的)?原因[^,]{0,8}(?:亦同|一样|同样|亦然|也是|也按|退)/
function readListPrice(s: Statement): Hit | null {
  const price = s.all('LIST_PRICE')[0]
  if (price === undefined || !s.has('REFUND', 'TERMINATE')) return null
  const whatever = s.all('WHATEVER')[0]
  if (whatever !== undefined) return hit(whatever, price)
  if (OF_SHOPS_CAUSE.test(s.text) && !/(?:^|[^不])按照?(?:折扣|优惠|实付)/.test(s.text))
    return hit(price, price)
  const more = s.after(price, 24, 'CHARGE')
  const is_above = s.after(price, 14, 'EXPIRE') !== null && /补|付|缴/.test(s.word(more ?? -1))
  if (more === null || !is_above || isFreed(s, more) || s.before(more, 10, 'NOT') !== null)
    return null
  return hit(price, more)
}

/** 会员自己要退的，已消费部分按原价计算: lawful, where it is pointed out. */
function readOwnWish(s: Statement): Hit | null {
  const price = s.all('LIST_PRICE')[0]
  if (price === undefined || !s.has('REFUND', 'TERMINATE') || readListPrice(s) !== null) return null
  const counts = s.near(price, 14, 'USED', 'CHARGE')
  return counts ? hit(price, price, 'prominent') : null
}

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

function readManagementFee(s: Statement): Hit | null {
  for (const fee of s.all('FEE')) {
    if (!s.has('PERIODIC', 'UNUSED') && !/年费|月费/.test(s.word(fee))) continue
    if (/差/.test(s.word(fee))) continue
    if (!s.has('CARD', 'MONEY', 'UNUSED') && !/管理|维护|账户/.test(s.word(fee))) continue
    const charge = s.before(fee, 16, 'CHARGE') ?? s.after(fee, 16, 'CHARGE')
    if (charge === null || isFreed(s, charge) || isFreed(s, fee)) continue
    if (s.has('REFUND') || s.has('FREE')) continue
    return hit(fee, charge)
  }
  for (const every of s.all('PERIODIC')) {
    const charge = s.after(every, 12, 'CHARGE')
    const much = charge === null ? null : s.after(charge, 4, 'AMOUNT', 'SHARE')
    if (charge !== null && much !== null && /扣/.test(s.word(charge)) && s.has('MONEY', 'CARD'))
      return hit(charge, much)
  }
  return null
}
