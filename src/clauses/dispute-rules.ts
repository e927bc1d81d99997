import { isFreed } from './refund-rules'
import { type Around, type Here, type Hit, hit, type Rule } from './rule'
import type { Statement } from './statement'

/** §9(5) to (7): who answers for harm, where and how one may seek redress, and who has the last word. */
export const DISPUTE_RULES: readonly Rule[] = [
  { kind: 'exclusion_of_liability', read: readExclusion },
  { kind: 'costly_dispute', read: readCostly },
  { kind: 'final_say', read: readFinalSay },
  { kind: 'waive_rights', read: readWaiver },
  { kind: 'no_invoice', read: readInvoice },
  { kind: 'portrait', read: readPortrait },
  { kind: 'personal_data', read: readData },
  { kind: 'heavy_penalty', read: readPenalty },
]

function readExclusion(s: Statement): Hit | null {
  if (s.has('FORCE_MAJEURE', 'CONSUMER_FAULT')) return null
  if (/挂失(?:之)?前|未及时挂失/.test(s.text)) return null
  for (const at of s.all('SELF_BEAR')) {
    if (s.stance(at) === 'denied' || isBornByShop(s, at)) continue
    if (s.after(at, 6, 'LIABILITY') !== null && s.before(at, 12, 'SHOP') === null)
      return hit(at, at)
    if (s.before(at, 30, 'HARM', 'LIABILITY', 'BELONGING') !== null)
      return hit(s.before(at, 30, 'HARM', 'LIABILITY', 'BELONGING') ?? at, at)
  }
  return readNotLiable(s) ?? readNotOwned(s) ?? readShifted(s) ?? readCapped(s)
}

/** 由本店自行承担. */
const isBornByShop = (s: Statement, at: number): boolean => {
  const shop = s.before(at, 10, 'SHOP')
  return shop !== null && shop >= s.piece(at).from && s.before(at, 10, 'CONSUMER') === null
}
/** 与本店没有任何关系; said of anybody else it frees nobody. */
const NO_RELATION = /[与和跟](?:[^,]{1,8})(?:没有?|毫?无)(?:任何|半点|一点)?(?:关系|干系|瓜葛|相干)/
/** 不承担…责任, 概不负责, 免责, 与本店无关. */
function readNotLiable(s: Statement): Hit | null {
  if (NO_RELATION.test(s.text) && s.has('SHOP') && !s.has('CARD'))
    return hit(s.all('SHOP')[0] ?? 0, s.tokens.length - 1)
  for (const at of s.all('EXEMPT')) {
    if (s.stance(at) === 'denied' || isNotShops(s, at) || isOfService(s)) continue
    if (
      !s.near(at, 14, 'SHOP', 'PARTY') &&
      !s.near(at, 16, 'HARM', 'LIABILITY') &&
      !(/赔/.test(s.word(at)) && s.has('SHOP'))
    )
      continue
    if (s.before(at, 12, 'LAWFULLY') !== null) continue
    if (/^无关$/.test(s.word(at)) && s.before(at, 10, 'SHOP', 'PARTY') === null) continue
    return hit(s.before(at, 10, 'SHOP', 'HARM', 'LIABILITY') ?? at, at)
  }
  for (const at of s.all('PAY_LIABLE')) {
    if (s.stance(at) !== 'denied' || isNotShops(s, at)) continue
    if (isOfService(s)) continue
    if (/^(?:保证|承诺|受理|保障|过问)$/.test(s.word(at)) && !s.has('LIABILITY', 'HARM')) continue
    if (s.has('LIABILITY', 'HARM', 'BELONGING') || /^(?:负责|担责|赔|赔偿)$/.test(s.word(at)))
      return hit(s.before(at, 8, 'NOT') ?? at, at)
  }
  return null
}
/** 本店不负责接送: a service that is not given. */
const isOfService = (s: Statement): boolean => /接送|配送|送餐|泊车|代客|安装|送货/.test(s.text)
/** 划痕，本店不予认可. */
function readNotOwned(s: Statement): Hit | null {
  const harm = s.all('HARM')[0]
  if (harm === undefined || (s.has('LOST') && s.has('CARD'))) return null
  const denied = s
    .all('ACCEPT', 'DENY')

    .find((at) => s.gap(harm, at) <= 14 && /认|处理|受理|理/.test(s.word(at)))
  if (denied === undefined || (s.stance(denied) !== 'denied' && !/不/.test(s.word(denied))))
    return null
  return s.before(denied, 10, 'SHOP') === null ? null : hit(harm, denied)
}
/** 消费者不承担…, 如本店不赔偿的，您可以…. */
function isNotShops(s: Statement, at: number): boolean {
  const { from, to } = s.piece(at)
  for (let i = from; i < at; i++)
    if (s.is(i, 'CONSUMER') && (s.is(i + 1, 'NOT', 'PLAIN', 'ALL') || i + 1 === at)) return true
  return (
    s.word(to) === '的' &&
    s.is(to + 1, 'PAUSE') &&
    s.after(to + 1, 6, 'CONSUMER') !== null &&
    s.before(at, 10, 'SHOP') !== null
  )
}

/** 由家长自行承担后果, 费用由家长出: the consumer bears it, in whatever order it is told. */
function readShifted(s: Statement): Hit | null {
  for (const at of s.all('PAY_LIABLE', 'CHARGE')) {
    if (!/承担|负|出|买单|付|赔/.test(s.word(at)) || s.stance(at) === 'denied') continue
    const who = s.before(at, 12, 'CONSUMER')
    if (
      who === null ||
      (s.before(at, 12, 'SHOP', 'PARTY') !== null && (s.before(at, 12, 'SHOP') ?? -1) > who)
    )
      continue
    const what = s.before(at, 40, 'HARM') ?? s.after(at, 10, 'HARM')
    if (what === null || !s.near(at, 24, 'LIABILITY', 'HARM')) continue
    if (s.has('SHOP_FAULT') || /其行为|过错|造成他人|损坏设施|设施的|公物|设备的/.test(s.text))
      continue
    if (
      s.before(who, 3, 'PREP') === null &&
      s.after(who, 4, 'SELF_BEAR', 'AT_WILL', 'NEED') === null
    )
      continue
    return hit(what, at)
  }
  return null
}

/** 赔偿以洗涤费的五倍为限, 最多赔洗衣费. */
function readCapped(s: Statement): Hit | null {
  for (const at of s.all('PAY_LIABLE', 'LIABILITY', 'CHARGE')) {
    if (!/赔/.test(s.word(at)) && !/^只负责$/.test(s.word(at))) continue
    if (/最高/.test(s.word(at))) return hit(at, at)
    const cap = s.before(at, 4, 'ONLY', 'CAP') ?? s.after(at, 14, 'ONLY')
    const top = cap ?? s.after(at, 10, 'CAP')
    if (top !== null && !s.has('CONSUMER_FAULT', 'REFUND')) return hit(at, top)
  }
  return null
}

function readCostly(s: Statement, { here }: Around): Hit | null {
  return (
    readBarred(s) ??
    readPricedComplaint(s) ??
    readFarCourt(s, here) ??
    readCosts(s) ??
    readInHouse(s)
  )
}

/** 有投诉须先缴纳受理费. */
function readPricedComplaint(s: Statement): Hit | null {
  for (const at of s.all('COMPLAINT')) {
    const need = s.after(at, 8, 'NEED')
    const pay = need === null ? null : s.after(need, 10, 'CHARGE')
    if (pay !== null && !s.is(pay, 'NEED') && s.has('AMOUNT', 'FEE')) return hit(at, pay)
  }
  return null
}
/** 不得投诉, 不准打12315, 不得发布差评, 违者…. */
function readBarred(s: Statement): Hit | null {
  for (const at of s.all('COMPLAINT')) {
    if (s.is(at, 'COURT', 'ARBITRATION') && s.is(at, 'DISPUTE')) continue
    const stance = s.stance(at)
    if (
      stance === 'denied' &&
      !isShopsPromise(s, at) &&
      !/欢迎|感谢/.test(s.text) &&
      !/不成|不影响/.test(s.text)
    )
      return hit(s.before(at, 12, 'NOT') ?? at, at)
    const punished = s.after(at, 20, 'PUNISH', 'LAPSE') ?? finedFor(s, at)
    if (
      punished !== null &&
      !isShopsPromise(s, at) &&
      s.stance(punished) !== 'denied' &&
      !s.is(punished, 'CHARGE')
    )
      return hit(at, punished)
  }
  return null
}
const finedFor = (s: Statement, at: number): number | null => {
  const pays = s.after(at, 20, 'LIABILITY')
  return pays !== null &&
    /赔偿|责任/.test(s.word(pays)) &&
    s.has('CONSUMER', 'AMOUNT', 'TURN') &&
    /发|传|曝|评/.test(s.text)
    ? pays
    : null
}
function isShopsPromise(s: Statement, at: number): boolean {
  const shop = s.before(at, 24, 'SHOP')
  return shop !== null && s.before(at, 24, 'CONSUMER') === null
    ? s.after(shop, 4, 'NOT') !== null && !s.is(shop - 1, 'PREP')
    : shop !== null &&
        (s.before(at, 24, 'CONSUMER') ?? 0) > shop &&
        s.after(shop, 4, 'NOT') !== null
}

function readFarCourt(s: Statement, here: Here): Hit | null {
  const courts = s.all('COURT', 'ARBITRATION')
  const court = courts[courts.length - 1]
  if (court === undefined) return null
  if (s.has('PLACE_NEAR') && !s.has('PLACE_AWAY')) return null
  if (/由您选择|可以选择|也可以/.test(s.text)) return null
  const away = s.all('PLACE_AWAY')[0] ?? farPlace(s, here)
  if (away !== null && away !== undefined) return hit(away, court)
  const only = s.before(court, 16, 'ONLY')
  return only !== null && s.has('DISPUTE') ? hit(only, court) : null
}

/** A named place that is not here. */
function farPlace(s: Statement, here: Here): number | null {
  const text = s.text
  const near = [here.city, ...here.districts].filter((name) => name !== '')
  if (near.some((name) => text.includes(name))) return null
  for (const court of s.all('COURT', 'ARBITRATION')) {
    for (let i = court - 1; i >= 0 && s.gap(i, court) <= 10; i--) {
      if (/^[省市区县州]$/.test(s.word(i)) || isCity(s, i)) return i
    }
  }
  return null
}
const CITIES =
  /北京|上海|天津|重庆|深圳|广州|杭州|南京|武汉|成都|西安|长沙|郑州|济南|青岛|烟台|厦门|福州|海口|三亚|海南|苏州|宁波|合肥|昆明|贵阳|南宁|石家庄|太原|沈阳|大连|长春|哈尔滨|兰州|西宁|银川|拉萨|乌鲁木齐/
function isCity(s: Statement, at: number): boolean {
  return CITIES.test(s.word(at) + s.word(at + 1) + s.word(at + 2))
}

function readCosts(s: Statement): Hit | null {
  for (const at of s.all('DISPUTE_COST')) {
    const bear = s.after(at, 24, 'CHARGE', 'SELF_BEAR', 'PAY_LIABLE') ?? s.before(at, 10, 'CHARGE')
    if (bear === null || isFreed(s, bear) || /败诉|违约方|过错方/.test(s.text)) continue
    if (s.has('CONSUMER') || s.is(bear, 'SELF_BEAR')) return hit(at, bear)
  }
  for (const at of s.all('SELF_BEAR')) {
    if (
      s.before(at, 20, 'COURT', 'COMPLAINT') !== null &&
      s.after(at, 8, 'MONEY', 'DISPUTE_COST') !== null
    )
      return hit(at, at)
  }
  return null
}

/** 纠纷解决以店内调解为终局. */
function readInHouse(s: Statement): Hit | null {
  if (!s.has('DISPUTE')) return null
  const only = s.all('ONLY', 'MEDIATE').find((at) => s.is(at, 'ONLY') && s.near(at, 14, 'DISPUTE'))
  return only === undefined || s.has('REFUND', 'FREE') ? null : hit(only, only)
}

function readFinalSay(s: Statement): Hit | null {
  if (
    s.has('SHOP') &&
    /说(?:怎样|什么|怎么|啥|多少|了)就?(?:怎样|是什么|怎么|是啥|算|多少|算数)/.test(s.text)
  )
    return hit(s.all('SHOP')[0] ?? 0, s.tokens.length - 1)
  for (const at of s.all('INTERPRETATION')) {
    if (s.stance(at) === 'denied' || /无效|不归|不属|归消费者|属于消费者|所谓/.test(s.text))
      continue
    return hit(at, s.after(at, 8, 'SHOP', 'PARTY') ?? at)
  }
  for (const at of s.all('INTERPRET')) {
    const who = s.before(at, 12, 'SHOP', 'PARTY')
    if (who === null || s.stance(at) === 'denied' || s.before(at, 12, 'CONSENT', 'BOTH') !== null)
      continue
    const over =
      s.before(at, 30, 'CONTRACT', 'DISPUTE', 'RESIDUAL', 'TERM') ??
      (s.word(at) === '说了算' ? who : null)
    if (over === null && !/什么算/.test(s.text)) continue
    if (s.word(at) === '解释' && /清楚|说明|明白/.test(s.text)) continue
    if (s.word(at) === '为准' && !/答复|决定|裁定|解释|意见|说法|认定/.test(s.text)) continue
    if (s.word(at) === '说法' && !s.has('PREVAIL')) continue
    if (
      /^(?:认定|理解|答复|决定|判定|仲裁)$/.test(s.word(at)) &&
      s.before(at, 12, 'PREP') === null &&
      !s.has('PREVAIL')
    )
      continue
    return hit(over ?? who, at)
  }
  return null
}

function readWaiver(s: Statement): Hit | null {
  for (const at of s.all('WAIVE')) {
    const right =
      s.after(at, 16, 'COMPLAINT', 'OBJECT', 'LIABILITY', 'CLAIM') ??
      (/权利$/.test(s.word(at)) ? at : null)
    if (right === null || s.stance(at) === 'denied') continue
    if (/放弃所谓|本店放弃|我们放弃/.test(s.text)) continue
    return hit(at, right)
  }
  for (const at of s.all('OBJECT')) {
    if (s.stance(at) !== 'denied' || s.has('RECORD', 'BOTH')) continue
    if (
      /我们|本店/.test(s.word(s.before(at, 8, 'SHOP') ?? -1)) &&
      s.before(at, 12, 'CONSUMER') === null
    )
      continue
    if (s.word(at) === '查询' || s.word(at) === '复核') continue
    return hit(s.before(at, 10, 'NOT') ?? at, at)
  }
  for (const at of s.all('CLAIM')) {
    const is_claim =
      /追究|索赔|追责/.test(s.word(at)) ||
      (/主张|抗辩/.test(s.word(at)) && /权利|赔偿/.test(s.text))
    if (!is_claim || s.stance(at) !== 'denied' || s.has('BOTH')) continue
    if (s.before(at, 20, 'SHOP') !== null && s.before(at, 20, 'CONSUMER') === null) continue
    return hit(s.before(at, 12, 'NOT') ?? at, at)
  }
  return null
}

function readInvoice(s: Statement): Hit | null {
  const price = /(?:不带|不含|不开|没有|无)(?:发)?票/.exec(s.text)
  if (
    price !== null &&
    /价|优惠|折|卡|充值|会员/.test(s.text) &&
    !/电影|门票|车票|征税|后开具|可开/.test(s.text)
  )
    return hit(0, s.tokens.length - 1)
  for (const at of s.all('INVOICE')) {
    if (/小票|收据/.test(s.word(at)) && !s.has('ISSUE')) continue
    const issue = s.before(at, 8, 'ISSUE') ?? at
    if (
      (s.stance(at) === 'denied' || s.stance(issue) === 'denied') &&
      !/不征税|重复|后开具|可开|再开/.test(s.text) &&
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
  if (/未经|另行征得|书面授权|签字授权|撤回|不愿出镜|勿拍摄|不使用|请勿/.test(s.text)) return null
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
        : (s.all('COUNT').find((count) => count > at && /^[二两三四五2-9]次/.test(s.word(count))) ??
          null)
    if (
      many !== null &&
      /^[二两三四五2-9]次/.test(s.word(many)) &&
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
