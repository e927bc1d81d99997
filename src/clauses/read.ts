import { withoutShopsDuties } from './duties'
import { citation, clauseKind, type KindId, type Severity } from './kinds'
import { COLON, clauseLetters, ITEM_STOP, isHan, type Letters, PAUSE, QUOTE, STOP } from './letters'
import { readLikeness, type Weights } from './likeness'
import type { Around, Here, Hit, Rule } from './rule'
import { clauseSubject } from './rule'
import { CARD_RULES } from './rules/card-rules'
import { CONDUCT_RULES } from './rules/conduct-rules'
import { DISPUTE_RULES } from './rules/dispute-rules'
import { FEE_RULES } from './rules/fee-rules'
import { LAPSE_RULES } from './rules/lapse-rules'
import { LIABILITY_RULES } from './rules/liability-rules'
import { REFUND_RULES } from './rules/refund-rules'
import { SHOP_RULES } from './rules/shop-rules'
import { Statement } from './statement'
import { clauseTokens } from './tokens'

/** Goes up with every change of what is found; kept with whatever was judged. */
export const LINTER_VERSION = '2026-4'
/** The longest text read at once, in UTF-16 units. */
export const TEXT_MAX = 20_000

/** In the order of 法释〔2025〕4号 §9. */
const RULES: readonly Rule[] = [
  ...REFUND_RULES,
  ...FEE_RULES,
  ...LAPSE_RULES,
  ...CARD_RULES,
  ...SHOP_RULES,
  ...LIABILITY_RULES,
  ...DISPUTE_RULES,
  ...CONDUCT_RULES,
]

/** So like what was judged void a sentence must be; what a rule reads in it weighs so much. */
const LIKE_VOID = 0.6
const RULED = 1.3
/** The rules of these kinds were hardly ever wrong on wording nobody had seen: they weigh more. */
const RELIABLE = 2.5
const RELIABLE_KINDS: ReadonlySet<KindId> = new Set<KindId>([
  ...([
    'forfeiture',
    'forced_top_up',
    'balance_as_deposit',
    'no_transfer',
    'transfer_fee',
  ] as const),
  ...(['bind_by_notice', 'moves', 'clock_runs', 'final_say', 'costly_dispute'] as const),
  ...(['no_invoice', 'personal_data', 'heavy_penalty', 'waive_rights'] as const),
  ...(['handed_to_others', 'management_fee', 'refund_at_list_price'] as const),
])
/** A few words are like many things: below so many letters more is asked where no rule reads anything. */
const SHORT = 14
const SHORTLY = 0.6
/** And where a part of it binds the shop or lets something. */
const FREED = 1.2
/** Above it a sentence is void though it speaks of no act we know. */
const SURELY = 1.2
/** Past so many letters lawful words around a term no longer speak for it: then its own piece does. */
const LONG_TALK = 40
/** A name or a price is too short to be like anything. */
const SHORTEST = 8

type Finding = {
  kind: KindId
  severity: Severity
  /** The words at fault, as they stand in what was given. */
  excerpt: string
}
/** One sentence as it stands in what was given, and what was found in it. */
export type Judged = { text: string; from: number; to: number; findings: Finding[] }

/** Reads a text sentence by sentence: at most one finding per kind and sentence. Pure, linear, never throws. */
export function readClauses(text: string, here: Here, void_term?: Weights): Judged[] {
  const letters = clauseLetters(text)
  const judged: Judged[] = []
  const { places } = letters
  const around = { here, grants_refund: grantsRefund(letters.text), void_term }
  let head = NO_HEAD
  for (const { from, to, ends } of spansOf(letters.text)) {
    const said = letters.text.slice(from, to)
    const [first, last] = [letters.places[from] ?? 0, letters.places[to - 1] ?? 0]
    const { lead, is_shops_duty } = head
    const own = headOf(said)
    if (said.endsWith(COLON) || (ends === ITEM_STOP && own.is_list)) head = own
    else if (ends === STOP && !isItem(text, places.at(to) ?? text.length)) head = NO_HEAD
    const colon = own.is_list ? said.indexOf(COLON) + 1 : 0
    const ruled = colon > 0 ? own : { lead, is_shops_duty }
    const findings = ruled.is_shops_duty
      ? []
      : findingsIn(
          { lead: ruled.lead, said: said.slice(colon), from: from + colon },
          letters,
          text,
          around,
        )
    judged.push({ text: text.slice(first, last + 1).trim(), from: first, to: last + 1, findings })
  }
  return judged
}

/** `lead`: what a heading puts before the words that were really said, which begin at `from`. */
type Spoken = { lead: string; said: string; from: number }
function findingsIn(
  { lead, said, from }: Spoken,
  letters: Letters,
  text: string,
  around: Around & { void_term: Weights | undefined },
): Finding[] {
  const told = withoutMentions(`${lead}${said}`)
  const bound_on_consumer = withoutShopsDuties(told)
  const s = new Statement(clauseTokens(bound_on_consumer))
  if (isShopsDuty(s) || isRepudiated(s)) return []
  const said_at = (a: number, b: number): string => {
    const first = Math.max(0, (s.tokens[a]?.from ?? 0) - lead.length)
    const last = Math.max(0, (s.tokens[b]?.to ?? 0) - lead.length - 1)
    const { places } = letters
    return text.slice(places[from + first] ?? 0, (places[from + last] ?? 0) + 1)
  }
  const ruled = RULES.flatMap(({ kind, read }): (Finding & Hit)[] => {
    const found = read(s, around)
    return found === null ? [] : [{ kind, ...found, excerpt: said_at(found.from, found.to) }]
  })
  if (s.tokens.length === 0) return []
  const { to_void, kind: likest } = readLikeness(s, around.void_term)
  const is_long = s.text.length > LONG_TALK
  // Where the effect fell on the shop, what is left may only say when.
  const is_freed = bound_on_consumer !== told
  const bound = is_freed ? FREED : LIKE_VOID + (s.text.length < SHORT ? SHORTLY : 0)
  const stands = (at: Finding & Hit): boolean => {
    const least_like = LIKE_VOID - (RELIABLE_KINDS.has(at.kind) ? RELIABLE : RULED)
    if (at.is_plain === true || to_void >= least_like) return true
    return is_long && readLikeness(pieceOf(s, at), around.void_term).to_void >= least_like
  }
  const standing = ruled.filter((at) => at.severity !== 'void' || stands(at)).map(toFinding)
  // What a rule only wants pointed out may be void in another way: 预约不到一次扣三次.
  const least = ruled.length > 0 ? Math.max(SURELY, bound) : bound
  if (to_void < least || standing.some(({ severity }) => severity === 'void')) return standing
  const kind = s.text.length < (to_void > SURELY ? 6 : SHORTEST) ? null : likest(to_void > SURELY)
  return kind === null
    ? standing
    : [...standing, { kind, severity: 'void', excerpt: said_at(0, s.tokens.length - 1) }]
}

/** The words from comma to comma a finding stands in: what is said around it does not talk it away. */
function pieceOf(s: Statement, at: Hit): Statement {
  return new Statement(s.tokens.slice(s.piece(at.from).from, s.piece(at.to).to + 1))
}
const toFinding = ({ kind, severity, excerpt }: Finding): Finding => ({ kind, severity, excerpt })

/** 「任何要求您放弃退款的说法都是无效的」: what is called void is no term. */
const isRepudiated = (s: Statement): boolean =>
  s
    .all('DENY')
    .some(
      (at) =>
        s.word(at) === '无效' &&
        s.isLast(at) &&
        s.before(at, 30, 'QUOTED', 'CASE', 'CONTRACT') !== null &&
        s.before(at, 6, 'TRANSFER') === null,
    )

/** 「商家不得有下列行为：拒绝退款」 in one sentence. */
function isShopsDuty(s: Statement): boolean {
  const head = s.all('LIST_HEAD')[0]
  if (head === undefined) return false
  return (
    s.before(head, 12, 'NOT') !== null &&
    s.before(head, 20, 'SHOP') !== null &&
    s.before(head, 20, 'CONSUMER') === null
  )
}

/** A sentence is read in parts of at most so many letters: what never stops is cut at a pause, then anywhere. */
const LONG = 160
const TOO_LONG = 320
/** 可退余额, 未用部分可以退款: somewhere the text gives the balance back. */
function grantsRefund(text: string): boolean {
  return spansOf(text).some(({ from, to }) => {
    const s = new Statement(clauseTokens(text.slice(from, to)))
    return s
      .all('REFUND')
      .some((at) => s.stance(at) === 'granted' && clauseSubject(s, at) === 'owed')
  })
}

/** Cuts at full stops and between items. */
function spansOf(text: string): { from: number; to: number; ends: string }[] {
  const spans: { from: number; to: number; ends: string }[] = []
  let from = 0
  for (let at = 0; at <= text.length; at++) {
    const letter = text.charAt(at)
    const is_long = at - from >= LONG && (letter === PAUSE || at - from >= TOO_LONG)
    if (at < text.length && letter !== STOP && letter !== ITEM_STOP && !is_long) continue
    if (at > from) spans.push({ from, to: at, ends: letter === '' ? STOP : letter })
    from = at + 1
  }
  return spans
}

/** What a heading says of the items that follow it: 「商家不得有下列行为：」 is the shop's duty, 「会员不得：」 a ban. */
type Head = { lead: string; is_shops_duty: boolean; is_list: boolean }
const NO_HEAD: Head = { lead: '', is_shops_duty: false, is_list: false }
const CLAIMS = /(?:有权|可以?)(?:要求|请求|主张|单方)?[^,:]{0,8}(?:退|解除|赔偿|终止|返还)/
function headOf(said: string): Head {
  const colon = said.indexOf(COLON)
  if (colon < 0 || colon > 30) return NO_HEAD
  const s = new Statement(clauseTokens(said.slice(0, colon)))
  // 有下列情形之一的，会员可以要求退费：what follows is the shop's doing.
  if (s.has('LIST_HEAD') && CLAIMS.test(s.text))
    return { lead: '', is_shops_duty: true, is_list: true }
  const ban = s.all('NOT').find((at) => !s.is(at, 'PLAIN'))
  const is_list = s.has('LIST_HEAD') || (ban !== undefined && s.isLast(ban))
  if (ban === undefined || !is_list) return NO_HEAD
  const shop = s.before(ban, 20, 'SHOP')
  const is_shops_duty = shop !== null && s.before(ban, 20, 'CONSUMER') === null
  return { lead: '不得', is_shops_duty, is_list }
}
/** Whether the next line goes on with a numbered item. */
const isItem = (text: string, from: number): boolean =>
  /^[\s。；;]*[（(]?[0-9０-９一二三四五六七八九十①-⑩-]{1,3}[)）.．、]?/.test(
    text.slice(from, from + 12),
  )

/** What is only quoted to be taken back - 凡有“概不退款”字样的旧卡 - is blanked, letter for letter. */
function withoutMentions(said: string): string {
  if (
    !said.includes(QUOTE) ||
    !/字样|告示|口头|店员说|无效|表述|说法|等条款|所谓|旧规定|废止|废除|已取消/.test(said)
  )
    return said
  let inside = false
  return [...said]
    .map((letter) => {
      if (letter === QUOTE) {
        inside = !inside
        return PAUSE
      }
      return inside && isHan(letter) ? '某' : letter
    })
    .join('')
}

const articleInForce = (kind: KindId): string => clauseKind(kind).articles.map(citation).join('、')

/** A merchant's own term that the law makes void: the words at fault, and the reason for people. */
type VoidTerm = {
  clause_index: number
  kind: KindId
  excerpt: string
  article: string
  why: string
}

/**
 * Finds the terms the law makes void in a merchant's own clauses: at most one finding per kind and clause, in the order
 * of the clauses. Such a clause never enters a contract; what is only to be watched does.
 */
export function findVoidTerms(
  clauses: readonly string[],
  here: Here,
  void_term?: Weights,
): VoidTerm[] {
  return clauses.flatMap((clause, clause_index) => {
    const kinds = new Set<KindId>()
    return readClauses(clause, here, void_term)
      .flatMap(({ findings }) => findings)
      .filter(({ kind, severity }) => severity === 'void' && !kinds.has(kind) && kinds.add(kind))
      .map(({ kind, excerpt }) => {
        return {
          clause_index,
          kind,
          excerpt,
          article: articleInForce(kind),
          why: clauseKind(kind).why.zh,
        }
      })
  })
}
