import { fen, yuan } from '../kernel/money'
import { maskEn, type Sentence, sentence } from '../kernel/sentence'
import { spoken, spokenEn } from '../kernel/time'
import { type Wording, wording } from '../law/wording'
import type { Cause } from '../reckoning/facts'
import { isPending, type PartRow, type RefundDetail } from './store'

/** Why a holder may end a card, in plain words, and whose cause that is (法释〔2025〕4号 §13, §14). */
export const grounds = {
  cooling_off: {
    text: '冷静期内不想要了',
    en: 'Changed my mind within the cooling-off days',
    cause: 'cooling_off',
  },
  own_wish: { text: '自己不想继续用了', en: 'I do not want to go on', cause: 'consumer' },
  shop_moved: { text: '店搬走了，去一趟明显不便', en: 'The shop moved too far', cause: 'merchant' },
  shop_closed: {
    text: '店停业、歇业或联系不上',
    en: 'The shop closed, stopped or cannot be reached',
    cause: 'merchant',
  },
  shop_changed_hands: {
    text: '没有经我同意就换了人经营',
    en: 'Somebody else runs it now, without my consent',
    cause: 'merchant',
  },
  service_not_delivered: {
    text: '约不上、不给用或服务缩水',
    en: 'No appointments, refused or less than agreed',
    cause: 'merchant',
  },
  price_or_quality_changed: {
    text: '涨价或质量下降',
    en: 'Dearer or worse than before',
    cause: 'merchant',
  },
  misled: {
    text: '买的时候说的和实际不一样',
    en: 'Not what I was told when I paid',
    cause: 'merchant',
  },
  health: { text: '身体原因不能继续', en: 'My health does not allow it', cause: 'neutral' },
  moved_away: {
    text: '搬家、调动等自己无法控制的情况',
    en: 'I moved, or cannot help it otherwise',
    cause: 'neutral',
  },
  force_majeure: { text: '不可抗力', en: 'Force majeure', cause: 'neutral' },
  mediated: {
    text: '双方在调解中同意退',
    en: 'Both sides agreed in mediation',
    cause: 'merchant',
  },
  card_expired: {
    text: '卡到期，剩余部分按合同退',
    en: 'The card ended; the rest is refunded by contract',
    cause: 'merchant',
  },
} as const satisfies Record<string, { text: string; en: string; cause: Cause }>
export type GroundName = keyof typeof grounds

/** What another reading would give beyond the figure: earned by days long ago, it is claimed of the shop. */
export const beyondSentence = (beyond_fen: number): Wording =>
  wording(
    `按次数算还可以多退 ${yuan(fen(beyond_fen))}。合同写按天，这部分已经按天结给店家，不在存管账户里，平台不能自动退；您可以向店家主张：先协商，不成的申请调解，或者向人民法院起诉`,
    `By visits ${yuan(fen(beyond_fen))} more may be due. It went to the shop day by day: claim it there, by talks or a court`,
  )

type Waits = 'shop' | 'mediator' | 'account' | 'bank' | 'hold' | 'funds' | 'nobody'
/** Whom a refund waits for now. */
export function waitsFor(r: RefundDetail): Waits {
  if (r.status === 'done' || r.status === 'withdrawn') return 'nobody'
  if (r.parts.some(({ state }) => state === 'awaiting_account')) return 'account'
  if (r.status === 'asked') return 'shop'
  if (r.status === 'contested') return 'mediator'
  if (r.parts.some(isPending)) return 'bank'
  return uncoveredFen(r) > 0 ? 'funds' : 'hold'
}

/** What the law gives beyond what was there when the shop ended with an advance out: still owed, and claimed. */
export function uncoveredFen({ cap_fen, undisputed_fen, status }: RefundDetail): number {
  if (cap_fen === null || status === 'withdrawn') return 0
  return Math.max(undisputed_fen - cap_fen, 0)
}

/**
 * What a refund comes to as it stands: back + on its way + waiting for an answer + owed beyond what was there. Each is at
 * least 0; a refund that was withdrawn comes to what had left before.
 */
export function refundTotal(r: RefundDetail, s: Omit<Sums, 'waits_for'>) {
  const is_open = r.status === 'asked' || r.status === 'contested'
  const waiting_fen = is_open ? r.disputed_fen : 0
  const total_fen = s.refunded_fen + s.on_the_way_fen + waiting_fen + uncoveredFen(r)
  return { waiting_fen, total_fen }
}

type Sums = { refunded_fen: number; on_the_way_fen: number; waits_for: Waits }
/** Where the money is, in one sentence, for the holder. */
export function refundMessage(r: RefundDetail, s: Sums): Sentence {
  if (r.status === 'withdrawn')
    return sentence(
      '退款已撤回，一分钱没有动，卡照常使用',
      'The refund was withdrawn; no money moved and the card goes on working',
    )
  const money = moneySaid(s)
  const then = (zh: string, en: string) => sentence(`${money.zh}${zh}`, `${money.en}${en}`)
  if (r.status === 'done') return then('，全部办完', '; all of it is done')
  if (s.waits_for === 'bank') {
    const ways = waysOf(r)
    return then(`，${ways.zh}`, `, ${ways.en}`)
  }
  const rest = waitSaid(r, s.waits_for)
  return then(`。${rest.zh}`, `. ${rest.en}`)
}

/** What a refund waits for that is neither done nor on its way, and until when. */
function waitSaid(r: RefundDetail, waits_for: Waits): Sentence {
  const open = yuan(fen(r.disputed_fen))
  if (waits_for === 'account')
    return r.parts.some(
      ({ state, instead_of }) => state === 'awaiting_account' && instead_of !== null,
    )
      ? sentence(
          '有一笔原路退不回去，仍是您的：请填一个您自己的银行账户',
          'One part cannot go back the way it came and is still yours: give a bank account of your own',
        )
      : sentence(
          '卡是别人付款后转给您的，钱退给您本人，不退给付款人：请填一个您自己的银行账户',
          'Somebody else paid before the card became yours; the money goes to you: give a bank account of your own',
        )
  if (waits_for === 'shop') {
    const by = r.contest_by ?? ''
    const may_move = r.provisional_after !== null
    const moves = may_move
      ? ' (provisional: next year’s holidays may move it, and you will be told)'
      : ''
    return sentence(
      `还有 ${open} 等店家答复，${spoken(by)}前${may_move ? '（暂定，明年放假安排公布后可能推迟，会通知您）' : ''}没有异议就退给您`,
      `${open} waits for the shop; without an objection by ${spokenEn(by)}${moves} it is yours`,
    )
  }
  if (waits_for === 'mediator') {
    const by = r.decide_by ?? ''
    return sentence(
      `店家对 ${open} 有异议，等调解；最迟 ${spoken(by)}，到时没有结果就退给您`,
      `The shop objects to ${open}; mediation ends by ${spokenEn(by)}, and without a result it is yours`,
    )
  }
  if (waits_for === 'funds') {
    const owed = yuan(fen(uncoveredFen(r)))
    return sentence(
      `还欠您 ${owed}：店家有预支没有还清，有的钱已按同一比例先退；其余仍是您的债权`,
      `${owed} is still owed to you: an advance is unpaid, what was there went back in equal parts; the rest is your claim`,
    )
  }
  return sentence(
    '还有没结清的占用或差额，结清后自动办完',
    'A use or a difference is still open; when it is settled, the rest is done by itself',
  )
}

/** By which way what is under way goes, and when it is there. */
function waysOf(r: RefundDetail): Sentence {
  const open = r.parts.filter(isPending)
  const silent = silenceOf(open)
  if (silent !== null) return silent
  const bank = sentence(
    `付到您的银行账户（${r.account_mask ?? '核对中'}），一般当天到账`,
    `to your bank account (${r.account_mask === null ? 'being checked' : maskEn(r.account_mask)}), usually the same day`,
  )
  const original = sentence(
    '原路退回，一般几分钟到账，银行卡最多几个工作日',
    'the way you paid, usually within minutes, a bank card within some working days',
  )
  if (!open.some(({ route }) => route === 'bank')) return original
  return open.every(({ route }) => route === 'bank')
    ? bank
    : sentence(
        `一部分${original.zh}；一部分${bank.zh}`,
        `part of it ${original.en}; part of it ${bank.en}`,
      )
}
const moneySaid = ({
  refunded_fen,
  on_the_way_fen,
}: Pick<Sums, 'refunded_fen' | 'on_the_way_fen'>) => {
  const [back, way] = [yuan(fen(refunded_fen)), yuan(fen(on_the_way_fen))]
  if (refunded_fen > 0 && on_the_way_fen > 0)
    return sentence(`已退 ${back}，正在退 ${way}`, `${back} is back, ${way} on its way`)
  if (refunded_fen > 0) return sentence(`已退 ${back}`, `${back} is back`)
  return on_the_way_fen > 0
    ? sentence(`正在退 ${way}`, `${way} is on its way`)
    : sentence('还没有退款到账', 'Nothing has arrived yet')
}

/** What somebody was told and has not answered, or what is late: since when, and who looks at it. Null: neither. */
function silenceOf(open: readonly PartRow[]): Sentence | null {
  const unclear = open.find(({ unclear_since }) => unclear_since != null)
  const late = open.find(({ escalated_at }) => escalated_at != null)
  const by = late ? sentence('，已转人工核对', ', now checked by a person') : sentence('', '')
  if (!unclear)
    return late ? sentence(`过了时限还没有到账${by.zh}`, `later than it should be${by.en}`) : null
  const bank = unclear.route === 'bank'
  const since = unclear.unclear_since ?? ''
  return sentence(
    `${bank ? '银行' : '支付机构'}${spoken(since)}起没有回音，正在查问，不会重复付${by.zh}`,
    `${bank ? 'the bank' : 'the provider'} has been silent since ${spokenEn(since)}; it is being asked, and nothing is paid twice${by.en}`,
  )
}

/** What a holder can still take back: all of it before any part was sent, then the disputed part while it is open. */
export function withdrawable(refund: RefundDetail): 'all' | 'difference' | 'nothing' {
  const { status, parts, origin, basis, difference_fen } = refund
  if (status === 'done' || status === 'withdrawn') return 'nothing'
  const nothing_left_us =
    difference_fen === 0 &&
    parts.every(
      ({ state, instead_of }) =>
        state === 'created' || (state === 'awaiting_account' && instead_of === null),
    )
  if (nothing_left_us && origin === 'holder') return 'all'
  return basis === null ? 'difference' : 'nothing'
}
