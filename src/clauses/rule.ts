import type { KindId, Severity } from './kinds'
import type { Statement } from './statement'
import type { WordClass } from './tokens'

/** What is near: the city's short name and its districts', where its consumers reach a court without travelling. */
export type Here = { city: string; districts: readonly string[] }

/** The words at fault, first and last, how grave it is, and whether it is said so plainly that likeness has no word. */
export type Hit = { from: number; to: number; severity: Severity; is_plain?: boolean }
/** What the rest of the text says: whether it grants refunds of the balance somewhere. */
export type Around = { here: Here; grants_refund: boolean }
export type Rule = { kind: KindId; read: (s: Statement, around: Around) => Hit | null }

export const hit = (a: number, b: number, severity: Severity = 'void'): Hit => ({
  from: Math.min(a, b),
  to: Math.max(a, b),
  severity,
})

/** What an act is about: the noun beside it, else the last one said before it, here or earlier in the sentence. */
type About = 'owed' | 'card' | 'gift' | 'used' | 'goods' | 'slot' | 'deposit' | 'nothing'
const ABOUT: readonly (readonly [WordClass, About])[] = [
  ['GIFT', 'gift'],
  ['USED', 'used'],
  ['GOODS', 'goods'],
  ['SLOT', 'slot'],
  ['DEPOSIT', 'deposit'],
  ['MONEY', 'owed'],
  ['CARD', 'card'],
  ['SERVICE', 'owed'],
]

export function clauseSubject(s: Statement, at: number): Exclude<About, 'card'> {
  const about = nounOf(s, at)
  return about === 'card' ? 'owed' : about
}

function nounOf(s: Statement, at: number): About {
  const beside = objectBeside(s, at)
  if (beside !== 'nothing') return beside
  const { from } = s.piece(at)
  const here = topicBetween(s, from, at)
  if (here !== 'nothing') return here
  const earlier = topicBetween(s, 0, from)
  // Goods said earlier are the topic only if the sentence begins with them: 生日蛋糕属定制商品，制作后不退.
  return earlier === 'goods' && !beginsWithGoods(s) ? 'nothing' : earlier
}

function beginsWithGoods(s: Statement): boolean {
  for (let i = 0; i < s.tokens.length && (s.tokens[i]?.from ?? 0) <= 6; i++) {
    if (s.is(i, 'CONSUMER', 'CARD', 'MONEY', 'SERVICE')) return false
    if (s.is(i, 'GOODS')) return true
  }
  return false
}

/** The object right behind an act: 退还剩余预付款, 不予退还已消费部分. */
function objectBeside(s: Statement, at: number): About {
  for (let i = at + 1; i <= at + 3 && s.gap(at, i) <= 3; i++) {
    if (s.is(i, 'PAUSE', 'TURN', 'CHARGE', 'NOT', 'CLAIM')) return 'nothing'
    const about = aboutWord(s, i)
    if (about !== 'nothing') return about
  }
  return 'nothing'
}

/** The nearest noun before; a list of nouns is about money as soon as one of them is. */
function topicBetween(s: Statement, from: number, at: number): About {
  let about: About = 'nothing'
  for (let i = at - 1; i >= from && s.gap(i, at) <= 40; i--) {
    const word = aboutWord(s, i)
    if (word === 'nothing') {
      if (
        about !== 'nothing' &&
        !s.is(i, 'LINK', 'LIST', 'OF', 'ADVERB', 'COUNT', 'NUMBER') &&
        s.gap(i, i + 1) === 0
      ) {
        if (!s.is(i, 'PREP')) return about
      }
      continue
    }
    if (about === 'nothing') about = word
    else if (isMoney(word) && s.is(i + 1, 'LINK', 'LIST', 'PREP')) return 'owed'
    else if (word === 'goods' && isMoney(about) && s.is(i + 1, 'LINK', 'LIST')) return 'owed'
    else if (!s.is(i + 1, 'LINK', 'LIST')) return combined(about, word)
  }
  return about
}

/** A modifier before its noun: 赠送的课时 is a gift, 已完成的课时费用 is used, 定制商品 are goods. */
const isMoney = (about: About): boolean => about === 'owed' || about === 'card'
const combined = (noun: About, modifier: About): About =>
  modifier === 'gift' && isMoney(noun)
    ? 'gift'
    : noun === 'owed' && modifier === 'used'
      ? 'used'
      : noun

/** 套餐已享受最低价: what was enjoyed there is said of the whole, it is no part that was used. */
const isPredicate = (s: Statement, at: number): boolean =>
  /^已(?:享受|使用|消费|用)$/.test(s.word(at)) &&
  at + 1 < s.tokens.length &&
  !s.is(at + 1, 'OF', 'MONEY', 'SERVICE', 'LINK', 'LIST', 'NOT', 'PAUSE', 'ALL', 'REFUND')

function aboutWord(s: Statement, at: number): About {
  if (s.is(at, 'REFUND', 'TRANSFER') && !s.is(at, 'GIFT')) return 'nothing'
  if (s.is(at, 'USED') && (s.is(at - 1, 'DEEM') || isPredicate(s, at))) return 'nothing'
  for (const [name, about] of ABOUT) if (s.is(at, name)) return about
  return 'nothing'
}

/** Nothing in the sentence is about what was prepaid; what is handed over the counter is. */
export const isGoodsOnly = (s: Statement): boolean =>
  (s.has('HANDLED') && !s.has('MONEY', 'CARD', 'SERVICE', 'CONSUMER')) ||
  (s.has('QUALITY') &&
    s.all('QUALITY').some((at) => s.word(at).length > 4) &&
    !s.has('MONEY', 'CARD')) ||
  (s.has('GOODS', 'GOODS_RETURN') &&
    !s.has('MONEY', 'CARD', 'SERVICE') &&
    (!s.has('CONSUMER') || beginsWithGoods(s)))

const hasDenial = (s: Statement, from: number, at: number): boolean => {
  for (let i = from; i < at; i++) if (s.is(i, 'NOT')) return true
  return false
}
/** 「…拒不退款的，您可以…」: the act is a condition whose consequence falls on the shop. */
export function isShopBreach(s: Statement, at: number): boolean {
  const { from, to } = s.piece(at)
  if (!s.is(to + 1, 'PAUSE', 'COLON')) return false
  if (!s.is(at, 'REFUND_DENIED') && !hasDenial(s, from, at)) return false
  let is_condition = s.word(to) === '的'
  for (let i = from; i < at; i++)
    if (/^(?:若|如|如果|倘若|如若|万一|凡|一旦)$/.test(s.word(i))) is_condition = true
  if (!is_condition) return false
  for (let i = to + 2; i < s.tokens.length && s.gap(to, i) <= 20; i++) {
    if (s.is(i, 'SHOP', 'PARTY') || s.is(i, 'COMPLAINT', 'TIMES')) return true
    if (/^(?:您|消费者|会员)$/.test(s.word(i)) && s.is(i + 1, 'AFFIRM')) return true
    if (/^(?:应当|应|须按|每日|按日)$/.test(s.word(i)) && s.near(at, 20, 'SHOP', 'PARTY', 'EXPIRE'))
      return true
  }
  return false
}

/** 不收, 免收, 无需支付. */
export function isFreed(s: Statement, at: number): boolean {
  const no = s.before(at, 6, 'NOT', 'FREE')
  return (
    s.is(at, 'FREE') ||
    (no !== null && !s.is(no, 'PREP')) ||
    /^(?:无需|无须|不需|不需要|不用|不必|免收|免)$/.test(s.word(at - 1)) ||
    /^(?:无需|无须|不需|不需要|不用|不必)$/.test(s.word(at - 2))
  )
}

/** A denial that leaves the law its say is only to be watched. */
export const clauseSeverity = (s: Statement): Severity =>
  s.all('LAWFULLY').some((at) => s.near(at, 8, 'EXCEPT')) ? 'watch' : 'void'
