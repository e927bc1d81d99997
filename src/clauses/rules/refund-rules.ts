import {
  type Around,
  clauseSeverity,
  clauseSubject,
  type Hit,
  hit,
  isGoodsOnly,
  isShopBreach,
  type Rule,
} from '../rule'
import { Statement } from '../statement'

/** §9(1): what denies the refund, hinders it, or keeps the balance under another name. */
export const REFUND_RULES: readonly Rule[] = [
  { kind: 'no_refund', read: readNoRefund },
  { kind: 'refund_hindered', read: readHindered },
  { kind: 'balance_as_deposit', read: readDeposit },
]

function readNoRefund(s: Statement, { grants_refund }: Around): Hit | null {
  const acts = s.all('REFUND', 'REFUND_DENIED', 'CASHOUT', 'TERMINATE')
  const grants = acts.some(
    (at) => s.is(at, 'REFUND') && s.stance(at) === 'granted' && isOwed(s, at),
  )
  for (const at of acts) {
    if (s.is(at, 'TERMINATE') && !s.is(at, 'CASHOUT') && !isContractual(s, at)) continue
    if (
      s.is(at, 'CASHOUT') &&
      (grants || grants_refund || speaksOfRefunds(s) || !isCashOfCard(s, at))
    )
      continue
    if (s.stance(at) !== 'denied' || !isOwed(s, at) || isShopBreach(s, at)) continue
    if (isOnlyCondition(s, at) || isOfOnly(s, at) || s.isOfNoCase(at, 'denied')) continue
    if (isContrasted(s, at)) continue
    if (isOfBothParties(s, at) || isShopsOwnDuty(s, at) || isOfWayOnly(s, at)) continue
    const found = hit(Math.max(0, s.before(at, 8, 'NOT') ?? at), at, clauseSeverity(s))
    return { ...found, is_plain: isPlain(s, at) }
  }
  return readInKind(s) ?? readRightEnds(s) ?? readCreditOnly(s)
}

/** 不得以…为由要求返还会费; 余额概不退还: nothing in it is of goods, gifts or what was used. */
const PLAINLY = new RegExp(
  [
    '(?:不得|不能|不可以?|无权|不应)(?:以[^,]{1,50}?为由)?(?:再|向[^,]{1,6})?(?:要求|主张|请求|申请|提出)[^,]{0,12}(?:退|返还|解约)',
    '(?:概不|恕不|一律不|均不|一概不|不予|不作|不再|不支持|不接受|不办理|不受理)(?:办理|接受|受理|支持)?[^,]{0,6}(?:退|返还)',
    '(?:自愿|主动|同意|承诺|确认|视为)放弃[^,]{0,6}(?:退款|退费|返还)',
  ].join('|'),
)
function isPlain(s: Statement, at: number): boolean {
  const { from, to } = s.piece(at)
  const piece = new Statement(s.tokens.slice(from, to + 1))
  return (
    PLAINLY.test(piece.text) &&
    (s.has('MONEY', 'CARD', 'SERVICE') || /^退[费款卡课钱会学]/.test(s.word(at))) &&
    !s.has('GOODS', 'GIFT', 'USED', 'QUALITY', 'HANDLED', 'SLOT') &&
    !piece.has('LAWFULLY', 'BOTH', 'NEVER', 'GOODS_RETURN') &&
    !/[未没]|无效|已[上用做看听下]|拆|某/.test(piece.text) &&
    !/[未没][^,]{0,6}(?:可|能|照|全|都)退/.test(s.text)
  )
}

/** 支付通道不能原路退的，…: when, not that. */
function isOnlyCondition(s: Statement, at: number): boolean {
  const { from, to } = s.piece(at)
  if (s.word(to) !== '的' || !s.is(to + 1, 'PAUSE') || to - at > 4) return false
  let is_denied = s.is(at, 'REFUND_DENIED')
  for (let i = from; i < at; i++) {
    if (/^(?:概不|一律|恕|一概|概|均不)$/.test(s.word(i))) return false
    if (s.is(i, 'NOT')) is_denied = true
  }
  return is_denied
}

/** 不能退的只有拆封的产品: what is not given back is named, the rest is. */
const isOfOnly = (s: Statement, at: number): boolean =>
  s.word(at + 1) === '的' &&
  /^(?:只有|仅有|只是|仅限|限于|只)$/.test(s.word(at + 2)) &&
  s.after(at + 2, 12, 'GOODS', 'USED', 'GIFT') !== null

/** 做过的不退，没做的按次退: the denial is of one part, and the other is given back. */
function isContrasted(s: Statement, at: number): boolean {
  const { from, to } = s.piece(at)
  const part = s.tokens
    .slice(from, to + 1)
    .map(({ word }) => word)
    .join('')
  if (
    !/[已过完]|拆|开封|赠|送|定[制做]|现做|试/.test(part) ||
    /一经|超过|经过|过期|过了/.test(part)
  )
    return false
  return s.all('REFUND').some((other) => {
    if ((other >= from && other <= to) || s.stance(other) === 'denied') return false
    const piece = s.piece(other)
    const rest = s.tokens
      .slice(piece.from, piece.to + 1)
      .map(({ word }) => word)
      .join('')
    return /[未没]|剩|其余|余下|别的|本金|付费|买的|您付/.test(rest)
  })
}

/** 退款只能以店内代金券形式发放. */
function readInKind(s: Statement): Hit | null {
  for (const at of s.all('REFUND')) {
    const only = s.after(at, 6, 'ONLY')
    const is_way = only !== null && !s.is(only + 1, 'CHARGE')
    const kind = is_way ? s.after(only, 8, 'GIFT', 'GOODS', 'SERVICE', 'EXCHANGE') : null
    if (kind !== null && s.stance(at) !== 'granted' && !/原路|现金/.test(s.text))
      return hit(at, kind)
  }
  return null
}

/** 申请退款的权利自激活之日起终止. */
function readRightEnds(s: Statement): Hit | null {
  for (const at of s.all('REFUND', 'TERMINATE')) {
    const right = s.tokens.findIndex(
      (_, i) => i > at && i <= at + 4 && /^权/.test(s.word(i)) && /^利?$/.test(s.word(i).slice(1)),
    )
    const ends = right < 0 ? null : s.after(right, 12, 'TERMINATE', 'LAPSE', 'WAIVE')
    if (ends !== null && s.stance(ends) !== 'denied') return hit(at, ends)
  }
  return null
}

/** 余款只能转为本店其他项目: the money stays in the shop whatever it is called. */
function readCreditOnly(s: Statement): Hit | null {
  for (const only of s.all('ONLY')) {
    const into = s.after(only, 8, 'EXCHANGE')
    if (into === null || !s.has('REFUND', 'CASHOUT', 'MONEY')) continue
    if (!s.near(only, 16, 'REFUND', 'MONEY') || clauseSubject(s, only) === 'gift') continue
    return hit(only, into)
  }
  return null
}

function isOwed(s: Statement, at: number): boolean {
  if (/^退(?:费|钱|卡|课|会|学|团|班|园)/.test(s.word(at)) && !s.inPiece(at, 'GIFT', 'USED'))
    return true
  const about = clauseSubject(s, at)
  if (about === 'owed') return true
  if (about === 'nothing') return !isGoodsOnly(s) && !isOfUnknownThing(s, at)
  if (about === 'deposit') return s.has('MONEY', 'CARD') && s.word(at) !== '退定金'
  return false
}

export const isContractual = (s: Statement, at: number): boolean =>
  /^(?:解约|退会|中途退出)$/.test(s.word(at)) ||
  (s.word(at) === '退出' && s.word(at - 1) === '中途') ||
  s.near(at, 10, 'CONTRACT') ||
  (s.near(at, 14, 'CONTRACT', 'SERVICE') && s.near(at, 8, 'CLAIM'))

/** 榴莲开壳后不退换: a thing no word list knows, given back over the counter. */
const isOfUnknownThing = (s: Statement, at: number): boolean =>
  /^退(?:换|改)?$/.test(s.word(at)) &&
  !s.has('CONSUMER', 'SHOP', 'PARTY', 'CONTRACT', 'MONEY', 'CARD', 'SERVICE') &&
  s.tokens.slice(0, 2).every(({ is, word }) => is.size === 0 && /\p{Script=Han}/u.test(word))
/** 不能提现，如需退款请依法申请: what cannot be drawn in cash can be refunded. */
const speaksOfRefunds = (s: Statement): boolean =>
  s.all('REFUND').some((at) => s.stance(at) !== 'denied') &&
  s.all('REFUND').every((at) => s.stance(at) !== 'denied')

/** 取 and the like are common words: they speak of money only beside it. */
const isCashOfCard = (s: Statement, at: number): boolean =>
  (s.word(at).length > 1 || s.isLast(at)) && isOfCard(s, at)

const isOfCard = (s: Statement, at: number): boolean =>
  s.word(at).length > 2 ||
  s.inPiece(at, 'MONEY', 'CARD') ||
  clauseSubject(s, at) === 'owed' ||
  (clauseSubject(s, at) === 'nothing' && s.has('MONEY'))

const TO_SOURCE = /(?:^|[^不])(?:[只仅均将]|一律|统一)?(?:退|返)(?:回|至|还|到)?原/

/** 不接受现金退款，一律原路退回: only the way is refused. */
const isOfWayOnly = (s: Statement, at: number): boolean =>
  TO_SOURCE.test(s.text) ||
  (/^(?:现金|微信|支付宝|红包|转账)$/.test(s.word(at - 1)) && s.word(at - 1) !== '') ||
  (/现金$/.test(s.word(at)) &&
    s.all('REFUND').some((other) => other !== at && s.stance(other) !== 'denied'))

const isOfBothParties = (s: Statement, at: number): boolean => s.before(at, 14, 'BOTH') !== null

/** 本店不得以任何理由要求…: a duty the shop takes upon itself. */
function isShopsOwnDuty(s: Statement, at: number): boolean {
  if (!s.is(at, 'TERMINATE')) return false
  const subject = s.before(at, 14, 'SHOP')
  return subject !== null && s.before(at, 14, 'CONSUMER') === null
}

function readHindered(s: Statement): Hit | null {
  for (const at of s.all('REFUND')) {
    if (s.stance(at) === 'denied' || !isOwed(s, at)) continue
    for (const hurdle of HURDLES) {
      const found = hurdle(s, at)
      if (found !== null) return hit(at, found)
    }
  }
  return null
}

/** What may stand before a refund, each with where it is said. */
const HURDLES: readonly ((s: Statement, at: number) => number | null)[] = [
  // 退款必须经健身房同意
  (s, at) => {
    const approval = s.has('CONSENT') ? null : s.after(at, 20, 'APPROVE')
    return approval !== null && s.before(approval, 14, 'NEED') !== null ? approval : null
  },
  // 退卡须提供重病证明，其他原因免谈；…，否则不办理
  (s, at) => {
    const need = s.after(at, 10, 'NEED', 'ONLY')
    const no = need === null ? null : s.after(need, 50, 'DENY')
    if (no !== null && !s.is(no, 'NOT')) return no
    const else_at = s.all('TURN').find((turn) => s.word(turn) === '否则' && s.is(turn + 1, 'NOT'))
    return need !== null && else_at !== undefined ? else_at : null
  },
  // 只有当店铺转让成功后方可给会员退款
  (s, at) => {
    const only = s.before(at, 30, 'ONLY')
    if (only === null || s.word(only) !== '只有' || s.before(at, 8, 'NEED') === null) return null
    return /本人|付款人|身份证|未使用/.test(s.text) ? null : only
  },
  // 须找到下一位会员接手，方可退还
  (s, at) => {
    const wait = s.after(at, 12, 'WAIT') ?? s.before(at, 20, 'WAIT')
    return wait !== null && (s.before(wait, 4, 'NEED') !== null || s.near(at, 4, 'NEED'))
      ? wait
      : null
  },
  // 合同、收据、会员卡三证齐全方可退款
  (s, at) => {
    const papers = s.all('PAPER')
    return papers.length > 1 && s.before(at, 6, 'NEED') !== null ? (papers[0] ?? null) : null
  },
  // 每年只办理一次
  (s, at) => {
    const seldom = s.after(at, 10, 'PERIODIC')
    return seldom !== null && s.after(seldom, 8, 'ONLY') !== null ? seldom : null
  },
  // 审核周期为90天；九十个工作日内打款
  (s, at) => {
    const long = s
      .all('SPAN')
      .find((span) => span > at && s.gap(at, span) <= 36 && isLong(s.word(span)))
    if (long === undefined) return null
    if (/记录|保存/.test(s.text)) return null
    return SLOW.test(between(s, at, long)) || isPaidOut(s, long) ? long : null
  },
]

const SLOW = /审核|周期|到账|时间|流程|排队|等|处理|不少于|最长|安排|打款/

const between = (s: Statement, from: number, to: number): string =>
  s.tokens
    .slice(from + 1, to)
    .map(({ word }) => word)
    .join('')

/** More than the 15 days after which a delay counts as wilful (《侵害消费者权益行为处罚办法》第十条). */
function isLong(span: string): boolean {
  const days = /^(\d+)(?:个工作日|天|日)$/.exec(span)?.[1]
  if (days !== undefined) return Number(days) > 15
  return (
    /^(?:[二三四五六七八九]十|[一二三四五六七八九]?百).*(?:日|天)$/.test(span) ||
    /[月年]$/.test(span)
  )
}

const isPaidOut = (s: Statement, at: number): boolean =>
  /^(?:后|内|打款|到账|返还|退还)$/.test(s.word(at + 1)) && !s.before(at, 6, 'EXPIRE')

function readDeposit(s: Statement): Hit | null {
  for (const at of s.all('DEPOSIT')) {
    const turned =
      s.before(at, 6, 'DEEM', 'EXCHANGE', 'FORFEIT_TO') ??
      wordBefore(s, at, /^(?:当|作|为|转作|充作|抵作|押着)$/)
    if (turned !== null && s.before(turned, 3, 'NOT') !== null) continue
    if (turned === null || s.before(at, 24, 'MONEY', 'AMOUNT') === null) continue
    if (
      s.before(at, 24, 'MONEY') === null &&
      !s.all('REFUND').some((back) => s.stance(back) === 'denied')
    )
      continue
    if (s.all('REFUND').some((back) => s.stance(back) === 'granted')) continue
    return hit(turned, at)
  }
  return null
}

const wordBefore = (s: Statement, at: number, word: RegExp): number | null => {
  for (let i = at - 1; i >= 0 && s.gap(i, at) <= 4; i--) if (word.test(s.word(i))) return i
  return null
}
