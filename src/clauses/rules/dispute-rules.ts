import { type Around, type Here, type Hit, hit, isFreed, type Rule } from '../rule'
import type { Statement } from '../statement'

/** §9(6), §9(7): where and how one may seek redress, and who has the last word. */
export const DISPUTE_RULES: readonly Rule[] = [
  { kind: 'costly_dispute', read: readCostly },
  { kind: 'final_say', read: readFinalSay },
  { kind: 'waive_rights', read: readWaiver },
]

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
  const far = farPlace(s, here)
  const away = s.all('PLACE_AWAY')[0] ?? far
  // A place by its name is far or near, whatever the words around it are like.
  if (away !== null && away !== undefined) return { ...hit(away, court), is_plain: far !== null }
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
  const only = s
    .all('ONLY', 'MEDIATE')
    .find((at) => /^[只仅][能可]/.test(s.word(at)) && s.near(at, 14, 'DISPUTE'))
  return only === undefined || s.has('REFUND', 'FREE') ? null : hit(only, only)
}

function readFinalSay(s: Statement): Hit | null {
  if (
    s.has('SHOP') &&
    /说(?:怎样|什么|怎么|啥|多少|了)就?(?:怎样|是什么|怎么|是啥|算|多少|算数)/.test(s.text)
  )
    return hit(s.all('SHOP')[0] ?? 0, s.tokens.length - 1)
  const boss =
    /(?:老板娘?|店长|店主|掌柜|经理|馆长|校长)(?:说了算|来?定(?![期制时金])|做主|作主|拍板)/
  if (boss.test(s.text)) return hit(s.all('SHOP')[0] ?? 0, s.tokens.length - 1)
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
      (/说了算|为准/.test(s.word(at)) ? who : null)
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
  if (/互不|相互|彼此/.test(s.text)) return null
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
    const no = s.before(at, 10, 'NOT')
    if (no !== null && /^(?:没有?|未|从未)$/.test(s.word(no))) continue
    if (s.before(at, 14, 'SHOP') !== null && s.before(at, 14, 'CONSUMER') === null) continue
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
