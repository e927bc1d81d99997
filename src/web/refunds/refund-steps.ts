import { yuan } from '../../kernel/money'
import { spoken, spokenEn } from '../../kernel/time'
import type { readRefundOperation } from '../../refunds/routes'
import type { Say } from '../around'
import type { AnswerFor } from '../door'
import type { Tone } from '../look/icon'
import type { IconName } from '../look/icon-names'
import type { Turn } from '../look/time'
import { stateTone } from '../ui/tones'

type RefundAnswer = AnswerFor<typeof readRefundOperation, 'consumer'>
type Turned = { icon: IconName; tone?: Tone | undefined; word: string }

const TURNS: Record<RefundAnswer['waits_for'], { icon: IconName; zh: string; en: string }> = {
  shop: { icon: 'store', zh: '轮到店家', en: 'The shop’s turn' },
  mediator: { icon: 'scale', zh: '轮到调解', en: 'Mediation’s turn' },
  account: { icon: 'user-round', zh: '轮到您：填账户', en: 'Your turn: an account' },
  bank: { icon: 'landmark', zh: '银行正在退', en: 'On its way' },
  hold: { icon: 'hourglass', zh: '等占用结清', en: 'Waits for an open use' },
  funds: { icon: 'triangle-alert', zh: '钱不够，先退一部分', en: 'Paid in part' },
  nobody: { icon: 'check', zh: '办完了', en: 'Done' },
}
/** Who is at turn now, as a picture and a word. */
export function currentTurn({ status, waits_for }: RefundAnswer, t: Say): Turned {
  if (status === 'withdrawn')
    return {
      icon: 'x',
      tone: stateTone('refund_turn', 'withdrawn'),
      word: t('已撤回', 'Withdrawn'),
    }
  const { zh, en, ...drawn } = TURNS[waits_for]
  return { ...drawn, tone: stateTone('refund_turn', waits_for), word: t(zh, en) }
}

const at = (moment: string, t: Say): string => t(spoken(moment), spokenEn(moment))

/** The way of a refund: what was done and when, who must act until when and what silence does, what comes after. */
export function refundSteps(refund: RefundAnswer, t: Say): Turn[] {
  const asked: Turn = {
    label: t('您申请退款', 'You asked'),
    note: at(refund.requested_at, t),
    state: 'done',
  }
  if (refund.status === 'withdrawn')
    return [asked, { label: t('您撤回了', 'You withdrew it'), state: 'done', icon: 'x' }]
  return [asked, ...undisputed(refund, t), ...answer(refund, t), ...ends(refund, t)]
}

/** What nobody disputes goes out before anybody is asked. */
function undisputed(refund: RefundAnswer, t: Say): Turn[] {
  if (refund.disputed_fen === 0 || refund.undisputed_fen === 0) return []
  const sum = yuan(refund.undisputed_fen)
  const arrived = refund.refunded_fen > 0
  return [
    {
      label: t(`没有争议的 ${sum} 先退`, `${sum}, undisputed, goes first`),
      note: arrived
        ? t(`已到账 ${yuan(refund.refunded_fen)}`, `${yuan(refund.refunded_fen)} has arrived`)
        : t('银行正在退', 'on its way'),
      state: 'done',
    },
  ]
}

/** The shop's answer, or the mediator's: by when, and what happens if nobody answers. */
function answer(refund: RefundAnswer, t: Say): Turn[] {
  if (refund.disputed_fen === 0) return []
  const sum = yuan(refund.disputed_fen)
  const may_move = refund.contest_by_is_provisional
  const told: Turn[] =
    refund.contested_at === null
      ? []
      : [
          {
            label: t('店家有异议', 'The shop objected'),
            note: at(refund.contested_at, t),
            state: 'done',
          },
        ]
  if (refund.status === 'asked' && refund.contest_by !== null)
    return [
      {
        label: t(`轮到店家答复 ${sum}`, `The shop answers for ${sum}`),
        note: t(
          `最晚 ${spoken(refund.contest_by)}${may_move ? '（暂定）' : ''}。不答复，就自动退给您，您不用再做什么。`,
          `By ${spokenEn(refund.contest_by)}${may_move ? ' (provisional)' : ''}. Without an answer it is yours by itself.`,
        ),
        state: 'now',
        icon: 'store',
      },
    ]
  if (refund.status === 'contested')
    return [
      ...told,
      {
        label: t(`轮到调解 ${sum}`, `Mediation of ${sum}`),
        note: t(
          `最晚 ${spoken(refund.decide_by ?? '')}。到时没有结果，差额退给您。`,
          `By ${spokenEn(refund.decide_by ?? '')}. Without a result the difference is yours.`,
        ),
        state: 'now',
        icon: 'scale',
      },
    ]
  return [
    ...told,
    {
      label: decided(refund, t),
      note: refund.decided_at === null ? undefined : at(refund.decided_at, t),
      state: 'done',
    },
  ]
}
const decided = ({ decided_by }: RefundAnswer, t: Say): string => {
  const [zh, en] = DECIDED[decided_by ?? 'law']
  return t(zh, en)
}
const DECIDED = {
  law: ['依法定下', 'Settled by law'],
  shop: ['店家同意了', 'The shop agreed'],
  silence: ['店家没有答复，退给您', 'The shop was silent: yours'],
  mediator: ['调解有了结果', 'Mediation decided'],
  deadline: ['到期没有结果，退给您', 'No result in time: yours'],
  holder: ['您放弃了差额', 'You gave up the difference'],
} as const

/** The bank's part: on its way now, later, or done. */
function ends(refund: RefundAnswer, t: Say): Turn[] {
  const done = refund.status === 'done'
  const open = refund.status === 'asked' || refund.status === 'contested'
  const account: Turn[] =
    refund.waits_for === 'account'
      ? [
          {
            label: t('轮到您：填一个您的银行账户', 'Your turn: give a bank account'),
            state: 'now',
            icon: 'user-round',
          },
        ]
      : []
  const sends = done ? 'done' : open || account.length > 0 ? 'later' : 'now'
  return [
    ...account,
    { label: t('银行退回', 'The bank sends it back'), state: sends, icon: 'landmark' },
    {
      label: t('到账', 'It arrives'),
      note:
        refund.done_at !== null
          ? at(refund.done_at, t)
          : t('到了发短信告诉您', 'An SMS tells you when it does'),
      state: done ? 'done' : 'later',
      icon: 'check',
    },
  ]
}
