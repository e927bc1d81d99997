import { type Hit, hit, isFreed, type Rule } from '../rule'
import type { Statement } from '../statement'

/** §9(7): invoices, likenesses, personal data and penalties. */
export const CONDUCT_RULES: readonly Rule[] = [
  { kind: 'no_invoice', read: readInvoice },
  { kind: 'portrait', read: readPortrait },
  { kind: 'personal_data', read: readData },
  { kind: 'heavy_penalty', read: readPenalty },
  { kind: 'missed_booking', read: readMissed },
]

function readInvoice(s: Statement): Hit | null {
  const price = /(?:不带|不含|不开|没有|无)(?:发)?票/.exec(s.text)
  if (
    price !== null &&
    /价|优惠|折|卡|充值|会员/.test(s.text) &&
    !/电影|门票|车票|征税|后开具|可开|[时后]开/.test(s.text)
  )
    return hit(0, s.tokens.length - 1)
  for (const at of s.all('INVOICE')) {
    if (/小票|收据/.test(s.word(at)) && !s.has('ISSUE')) continue
    const issue = s.before(at, 8, 'ISSUE') ?? at
    if (
      (s.stance(at) === 'denied' || s.stance(issue) === 'denied') &&
      !/不征税|重复|后开具|可开|再开|[时后]开/.test(s.text) &&
      !s.has('REFUND')
    )
      return hit(issue, at)
    const cost = s.after(at, 14, 'SHARE', 'FEE', 'AMOUNT')
    const charge = cost === null ? null : s.before(cost, 10, 'CHARGE', 'AMOUNT')
    if (
      cost !== null &&
      (charge !== null || /加|另|补/.test(s.text)) &&
      !isFreed(s, charge ?? cost) &&
      !/不加|不另/.test(s.text)
    )
      return hit(at, cost)
    const borne = s.after(at, 12, 'PAY_LIABLE', 'CHARGE')
    if (borne !== null && s.before(borne, 6, 'CONSUMER') !== null && s.after(at, 6, 'FEE') !== null)
      return hit(at, borne)
    const tax = s.after(at, 12, 'FEE')
    if (tax !== null && /补/.test(s.text) && !isFreed(s, tax)) return hit(at, tax)
    const worse = s.after(at, 12, 'NOT')
    if (worse !== null && /享受|折扣/.test(s.text) && !isFreed(s, at)) return hit(at, worse)
  }
  return null
}

function readPortrait(s: Statement): Hit | null {
  if (/未经|同意书|另行征得|书面授权|签字授权|撤回|不愿出镜|勿拍摄|不使用|请勿/.test(s.text))
    return null
  for (const at of s.all('PORTRAIT')) {
    const owned = s.after(at, 20, 'FORFEIT_TO')
    if (
      owned !== null &&
      /使用权|著作权|版权|所有权|所有/.test(s.text) &&
      s.after(owned, 4, 'SHOP', 'PARTY') !== null
    )
      return hit(at, owned)
    if (/案例|素材|声音/.test(s.word(at)) && !s.has('CONSUMER')) continue
    const use = s.after(at, 24, 'PUBLICITY') ?? s.before(at, 30, 'PUBLICITY')
    if (use === null || s.stance(use) === 'denied') continue
    const may =
      s.has('MAY_ALONE', 'AT_WILL', 'DEEM', 'AGREE') ||
      /同意|授权|永久|自由|无偿|免费|将用于|不再征求/.test(s.text)
    if (may) return hit(at, use)
  }
  return null
}

function readData(s: Statement): Hit | null {
  if (/未经|另行征得|经您同意|随时撤回|严格保密|仅用于|只用于/.test(s.text)) return null
  for (const at of s.all('PERSONAL_DATA')) {
    const give = s.after(at, 16, 'GIVE_DATA') ?? s.before(at, 12, 'GIVE_DATA')
    if (
      give !== null &&
      s.has('THIRD', 'PUBLICITY') &&
      s.stance(give) !== 'denied' &&
      s.stance(at) !== 'denied' &&
      !/不得|仅限/.test(s.text)
    )
      return hit(at, give)
    if (/推销|推广|营销/.test(s.word(at)) && /不得拒绝|同意接收/.test(s.text)) return hit(at, at)
  }
  return null
}

function readPenalty(s: Statement): Hit | null {
  if (s.has('SHOP_FAULT') || /双倍返还|加倍返还|双倍赔偿给/.test(s.text)) return null
  for (const at of s.all('PUNISH')) {
    if (s.stance(at) === 'denied' || isFreed(s, at)) continue
    if (/^(?:追究|追究责任|停卡|罚)$/.test(s.word(at))) continue
    const grave =
      s.near(at, 16, 'AMOUNT', 'SHARE', 'TIMES', 'MONEY', 'CARD', 'SERVICE') ||
      s.is(at, 'TIMES') ||
      /没收/.test(s.word(at))
    const who =
      s.has('BREACH_OF_BOOKING', 'UNUSED') ||
      s.has('CONSUMER') ||
      /违者|私自|带外人|损坏/.test(s.text)
    const is_fine = /^罚[款金]/.test(s.word(at)) && s.near(at, 10, 'AMOUNT', 'TIMES', 'SHARE')
    if ((!grave || !who) && !is_fine && s.word(at) !== '扣光') continue
    if (s.has('COMPLAINT') || s.near(at, 6, 'GIFT')) continue
    if (s.before(at, 12, 'SHOP') !== null && s.word(at) === '违约金') continue
    if (s.has('REFUND') && s.word(at) === '违约金') continue
    return hit(at, at)
  }
  const breach = /违约/.exec(s.text)
  const share = s.all('SHARE')[0]
  if (
    breach !== null &&
    share !== undefined &&
    s.has('CONSUMER') &&
    !s.has('SHOP_FAULT') &&
    s.near(share, 14, 'CHARGE', 'FEE') &&
    !/千分/.test(s.word(share)) &&
    s.before(share, 30, 'SHOP') === null
  )
    return hit(share, share)
  for (const at of s.all('BREACH_OF_BOOKING')) {
    const many =
      s.after(at, 14, 'COUNT') === null
        ? null
        : (s
            .all('COUNT')
            .find((count) => count > at && /^[二两三四五2-9](?:次|节|课时)/.test(s.word(count))) ??
          null)
    if (
      many !== null &&
      /^[二两三四五2-9](?:次|节|课时)/.test(s.word(many)) &&
      s.before(many, 3, 'CHARGE') !== null
    )
      return hit(at, many)
  }
  for (const at of s.all('TIMES')) {
    if (
      s.near(at, 8, 'CHARGE', 'PAY_LIABLE') &&
      !s.has('SHOP_FAULT') &&
      s.has('HARM', 'BREACH_OF_BOOKING', 'LOST') &&
      !s.has('ONLY')
    )
      return hit(at, at)
  }
  return null
}

/** 预约后未到且未取消的，按一次计: lawful, where it is pointed out. */
function readMissed(s: Statement): Hit | null {
  if (readPenalty(s) !== null) return null
  const missed = s.all('BREACH_OF_BOOKING')[0]
  if (missed === undefined) return null
  const costs = s.after(missed, 24, 'CHARGE', 'COUNT', 'DEEM')
  return costs === null || isFreed(s, costs) || s.stance(costs) === 'denied'
    ? null
    : hit(missed, costs, 'prominent')
}
