import { type Hit, hit, type Rule } from '../rule'
import type { Statement } from '../statement'

/** §9(5): who answers for harm, in whatever order it is told. */
export const LIABILITY_RULES: readonly Rule[] = [
  { kind: 'exclusion_of_liability', read: readExclusion },
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
    if (
      s.has('SHOP_FAULT') ||
      /责任方|侵权人|其行为|过错|造成他人|损坏设施|设施的|公物|设备的/.test(s.text)
    )
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
