import { type ReasonSpan, reasonSpans } from './reasons'
import type { Token, WordClass } from './tokens'

/** How far a denial reaches over words that are not of its chain, in letters; nothing searches further than `FAR`. */
const REACH = 14
const FAR = 60

/** What a sentence makes of an act: forbids or denies it, grants or owes it, or only names it. */
type Stance = 'denied' | 'granted' | 'plain'

/** One statement: the words of a sentence between two full stops, and questions about them. All bounded by `FAR`. */
export class Statement {
  /** Its words written together. */
  readonly text: string
  private readonly places = new Map<WordClass, number[]>()
  private readonly stances: (Stance | undefined)[] = []
  private readonly reasons: readonly ReasonSpan[]
  constructor(readonly tokens: readonly Token[]) {
    this.text = tokens.map(({ word }) => word).join('')
    this.reasons = reasonSpans(this.text, tokens)
    for (const [at, { is }] of tokens.entries()) {
      for (const name of is) {
        const known = this.places.get(name)
        if (known) known.push(at)
        else this.places.set(name, [at])
      }
    }
  }

  has(...classes: WordClass[]): boolean {
    return classes.some((name) => this.places.has(name))
  }
  is(at: number, ...classes: WordClass[]): boolean {
    const token = this.tokens[at]
    return token !== undefined && classes.some((name) => token.is.has(name))
  }
  word(at: number): string {
    return this.tokens[at]?.word ?? ''
  }
  /** Where the words of these classes stand, in their order. */
  all(...classes: WordClass[]): number[] {
    const [only] = classes
    if (only !== undefined && classes.length === 1) return this.places.get(only) ?? []
    const places = new Set(classes.flatMap((name) => this.places.get(name) ?? []))
    return [...places].sort((a, b) => a - b)
  }
  /** The letters between two words, the later one not counted. */
  gap(a: number, b: number): number {
    const [first, last] = a < b ? [a, b] : [b, a]
    return (this.tokens[last]?.from ?? 0) - (this.tokens[first]?.to ?? 0)
  }
  /** The nearest word of a class before or after, within so many letters. */
  before(at: number, reach: number, ...classes: WordClass[]): number | null {
    for (let i = at - 1; i >= 0 && this.gap(i, at) <= reach; i--)
      if (this.is(i, ...classes)) return i
    return null
  }
  after(at: number, reach: number, ...classes: WordClass[]): number | null {
    for (let i = at + 1; i < this.tokens.length && this.gap(at, i) <= reach; i++)
      if (this.is(i, ...classes)) return i
    return null
  }
  near(at: number, reach: number, ...classes: WordClass[]): boolean {
    return this.before(at, reach, ...classes) !== null || this.after(at, reach, ...classes) !== null
  }
  /** First and last word of the piece (between two commas) a word stands in. */
  piece(at: number): { from: number; to: number } {
    let from = at
    while (from > 0 && !this.is(from - 1, 'PAUSE', 'COLON') && this.gap(from, at) <= FAR) from--
    let to = at
    while (
      to < this.tokens.length - 1 &&
      !this.is(to + 1, 'PAUSE', 'COLON') &&
      this.gap(at, to) <= FAR
    )
      to++
    return { from, to }
  }
  inPiece(at: number, ...classes: WordClass[]): boolean {
    const { from, to } = this.piece(at)
    for (let i = from; i <= to; i++) if (i !== at && this.is(i, ...classes)) return true
    return false
  }

  /** Whether the act at this word is denied, granted or merely named. */
  stance(at: number): Stance {
    const known = this.stances[at]
    if (known !== undefined) return known
    const stance = this.stanceAt(at)
    this.stances[at] = stance
    return stance
  }
  private stanceAt(at: number): Stance {
    if (this.is(at, 'REFUND_DENIED', 'EXEMPT') && !this.is(at, 'NOT')) {
      // A word with its denial in it takes none from a list.
      if (this.is(at - 1, 'LIST', 'LINK') && !this.is(at - 1, 'PREP'))
        return this.is(at, 'EXEMPT') ? 'plain' : 'denied'
      if (this.is(at, 'EXEMPT')) return this.signsBefore(at).signs % 2 === 0 ? 'plain' : 'denied'
      return this.signsBefore(at).signs % 2 === 0 ? 'denied' : 'granted'
    }
    if (this.word(at - 1) === '从') return 'plain'
    if (this.word(at - 1) === '为' && !this.is(at - 2, 'NOT')) return 'plain'
    if (this.isReason(at) || this.isHurdle(at)) return 'plain'
    const { signs, is_affirmed } = this.signsBefore(at)
    const total = signs > 0 ? signs : this.isDeniedAfter(at) ? 1 : 0
    if (total > 0) return total % 2 === 1 ? 'denied' : 'granted'
    return is_affirmed ? 'granted' : 'plain'
  }

  /** Denials before an act whose scope it is in; a list shares the first one's: 不得转借、转赠. */
  private signsBefore(at: number): { signs: number; is_affirmed: boolean } {
    let signs = 0
    let spent = 0
    for (let i = at - 1; i >= 0 && spent <= REACH; i--) {
      const token = this.tokens[i]
      if (token === undefined) break
      const reason = this.reasons.find(({ from, to }) => i > from && i <= to)
      if (reason !== undefined && reason.to < at) {
        i = reason.from
        continue
      }
      if (this.is(i, 'LIST', 'LINK') && !this.is(i, 'PREP')) {
        if (signs > 0) break
        continue
      }
      if (this.is(i, 'PAUSE', 'COLON')) {
        if (this.carriesOver(i, at)) continue
        break
      }
      if (this.is(i, 'NOT', 'WAIVE') && !this.isPlainHere(i)) {
        signs++
        continue
      }
      if (this.is(i, 'PLAIN')) continue
      if (this.is(i, 'AFFIRM') && !this.is(i, 'ACCEPT')) {
        if (this.is(i - 1, 'NOT') || signs > 0) continue
        return { signs, is_affirmed: true }
      }
      if (signs > 0 && !this.is(i, 'ADVERB', 'ALL', 'WHATEVER', 'CLAIM', 'ACCEPT', 'PREP')) {
        // Past the first denial only what strengthens or reverses it is still of the chain.
        spent += 4
      }
      if (this.isDeniedForReason(i)) return { signs: signs + 1, is_affirmed: false }
      if (this.isBarrier(i, at)) break
      if (!this.is(i, 'ADVERB', 'WHATEVER', 'CLAIM', 'ACCEPT', 'ALL')) spent += token.word.length
    }
    return { signs, is_affirmed: false }
  }

  /** A denial that only names a want: 没有分歧, or one whose own object stands between: 不收手续费. */
  private isPlainHere(at: number): boolean {
    // 不是您的原因退款的: whose reason it is not, and nothing more.
    if (/^(?:不是|并非|非)$/.test(this.word(at)) && this.is(at + 1, 'CONSUMER', 'SHOP', 'PARTY'))
      return true
    if (this.word(at) === '不管') return !this.is(at + 1, 'REISSUE', 'PAY_LIABLE', 'REFUND')
    return this.is(at, 'PLAIN')
  }
  /** 退款障碍, 转让限制: the act only names what stands before it. */
  private isHurdle(at: number): boolean {
    return /^(?:障碍|门槛|限制|壁垒|关卡|难题|条件)/.test(this.word(at + 1) + this.word(at + 2))
  }
  /** 不会因为您要求退款就…: the act is a reason that changes nothing. */
  private isReason(at: number): boolean {
    const { from, to } = this.piece(at)
    let is_because = false
    for (let i = from; i < at; i++)
      if (/^(?:因|因为|不因|不会因)$/.test(this.word(i))) is_because = true
    if (!is_because) return false
    for (let i = at + 1; i <= to; i++) if (/^[就而]$/.test(this.word(i))) return true
    return false
  }
  /** 不因…而免除: the denial before the reason is of what follows it. */
  private isDeniedForReason(at: number): boolean {
    if (this.word(at) !== '而' && this.word(at) !== '就') return false
    const { from } = this.piece(at)
    for (let i = at - 1; i >= from; i--)
      if (/^不(?:会|得|能)?因为?$/.test(this.word(i))) return true
    return false
  }

  /** A comma between acts of one list keeps the modality: 不得转让,退款,过户. */
  private carriesOver(pause: number, at: number): boolean {
    if (!this.is(pause - 1, 'TRANSFER', 'LEND', 'REFUND', 'CASHOUT') || !this.isLast(at))
      return false
    for (let i = pause + 1; i < at; i++) {
      if (
        !this.is(
          i,
          'TRANSFER',
          'LEND',
          'REFUND',
          'CASHOUT',
          'LIST',
          'LINK',
          'CARD',
          'MONEY',
          'CLAIM',
        )
      )
        return false
      if (this.is(i, 'LINK') && /^(?:也|还是|并|但)$/.test(this.word(i))) return false
    }
    return at - pause <= 3
  }

  private isBarrier(at: number, act: number): boolean {
    // 不得就…投诉: 就 is of the matter there, and no turn.
    if (this.is(at, 'TURN')) return !(this.word(at) === '就' && this.is(at - 1, 'NOT'))
    if (this.is(at, 'OF')) {
      return (
        this.word(at) !== '之' &&
        !this.is(
          at - 1,
          'SHOP',
          'CONSUMER',
          'PARTY',
          'CARD',
          'MONEY',
          'SERVICE',
          'WHATEVER',
          'GOODS',
          'REFUND',
          'GIFT',
        ) &&
        at !== act - 1
      )
    }
    if (this.is(at, 'SHOP', 'CONSUMER', 'PARTY', 'BOTH')) {
      const before = at - 1
      return !this.is(before, 'CLAIM', 'PREP', 'NOT', 'ACCEPT') && before >= 0 ? true : before < 0
    }
    return this.is(at, 'CHARGE', 'EXPIRE', 'LAPSE') && !this.is(at, 'ACCEPT', 'CLAIM', 'NOT')
  }

  /** 退款申请一律驳回, 退卡不办, 转让概不受理: the denial stands behind the act. */
  private isDeniedAfter(at: number): boolean {
    if (this.isCondition(at) || /^[为就因]$/.test(this.word(at - 1))) return false
    let crossed = false
    for (let i = at + 1; i < this.tokens.length && this.gap(at, i) <= REACH + 4; i++) {
      if (this.is(i, 'PAUSE')) {
        if (crossed) return false
        crossed = true
        continue
      }
      if (this.is(i, 'PLAIN') && !this.is(i, 'DENY')) return false
      if (this.is(i, 'DENY')) {
        if (!this.is(i, 'NOT')) return true
        // 要求退款的，本店有权予以拒绝
        if (crossed && this.isLast(i) && this.before(i, 8, 'SHOP', 'PARTY') !== null) return true
        if (this.isLast(i) && !crossed) return true
      }
      if (this.is(i, 'NOT')) {
        if (crossed) return false
        return (
          this.is(i + 1, 'ACCEPT') && (this.isLast(i + 1) || this.is(i + 2, 'ACCEPT', 'ADVERB'))
        )
      }
      if (this.is(i, 'AFFIRM') && !this.is(i, 'ACCEPT', 'ADVERB') && !/^有权$/.test(this.word(i)))
        return false
      if (
        this.is(i, 'REFUND', 'TRANSFER', 'CHARGE', 'TERMINATE', 'CASHOUT') &&
        !this.is(i, 'CLAIM')
      )
        return false
      if (this.is(i, 'TURN') && !crossed && this.word(i) !== '就') return false
    }
    return false
  }
  /** 如对退款金额不认可，…: the piece only says when. */
  private isCondition(at: number): boolean {
    const { from, to } = this.piece(at)
    if (!this.is(to + 1, 'PAUSE')) return false
    for (let i = from; i < at; i++)
      if (/^(?:如|若|如果|倘若|如若|假如|万一)$/.test(this.word(i))) return true
    return false
  }
  /** 不存在…的情况, 绝不会出现…: what the whole phrase denies to happen. */
  isOfNoCase(at: number, act: 'denied' | 'said' = 'said'): boolean {
    const never = this.before(at, 30, 'NEVER')
    if (never === null) return false
    if (act === 'denied') {
      let denials = 0
      for (let i = never + 1; i < at; i++) if (this.is(i, 'NOT') && !this.is(i, 'PLAIN')) denials++
      if (denials === 0 && !this.is(at, 'REFUND_DENIED')) return false
    }
    const end = this.after(at, 30, 'CASE')
    return end !== null || this.gap(never, at) <= 4
  }
  /** Nothing of weight follows in the piece. */
  isLast(at: number): boolean {
    const next = at + 1
    if (next >= this.tokens.length || this.is(next, 'PAUSE', 'COLON')) return true
    return /^[的了哈啦呢哦吧啊嘛]$/.test(this.word(next)) && this.isLast(next)
  }
}
