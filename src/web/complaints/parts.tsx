import type { FC } from 'hono/jsx'
import type { readComplaintOperation } from '../../complaints/routes'
import {
  ANSWERS,
  BY_WORDS,
  CALL_RESULTS,
  OUTCOMES,
  REFUSAL_GROUNDS,
  STEP_WORDS,
  WISHES,
} from '../../complaints/words'
import type { listMediationProposalsOperation } from '../../mediations/routes'
import { type Say, useSay } from '../around'
import type { AnswerFor } from '../door'
import { Row, Rows } from '../look/rows'
import { Facts, Money, Tag, When } from '../ui/text'

type ComplaintAnswer = AnswerFor<typeof readComplaintOperation, 'consumer'>
type ProposalAnswer = AnswerFor<typeof listMediationProposalsOperation, 'consumer'>['data'][number]

/** A word of a list in the visitor's language. */
const inWords = <K extends string>(
  of: Readonly<Record<K, readonly [string, string]>>,
  key: K | null,
  t: Say,
): string => {
  if (key === null) return '—'
  const [zh, en] = of[key]
  return t(zh, en)
}

/** Yellow and red as a tag with the word: colour alone says nothing. */
export const ColourTag: FC<{ of: Pick<ComplaintAnswer, 'card_colour'> }> = ({ of }) => {
  const t = useSay()
  if (of.card_colour === 'red') return <Tag is="bad">{t('红牌：已过期限', 'red: over time')}</Tag>
  if (of.card_colour === 'yellow')
    return <Tag is="warn">{t('黄牌：时限过了四分之三', 'yellow: three quarters gone')}</Tag>
  return null
}

/** What was said and what is in question. */
export const Matter: FC<{ of: ComplaintAnswer }> = ({ of }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('什么事', 'What it is about')}</h2>
      <Facts
        of={[
          [t('店', 'Shop'), of.merchant_name],
          [t('什么事', 'Kind'), t(of.kind_name, of.kind_name_en)],
          ...(of.wish === null ? [] : [[t('想要', 'Wish'), inWords(WISHES, of.wish, t)] as const]),
          ...(of.words === null ? [] : [[t('他的话', 'In words'), of.words] as const]),
          ...(of.way === 'report'
            ? []
            : [[t('有争议的钱', 'In question'), <Money fen={of.amount_fen} />] as const]),
          ...(of.reserved_fen > 0
            ? [
                [
                  t('店家已挣、先不出款', 'Kept from payouts'),
                  <Money fen={of.reserved_fen} />,
                ] as const,
              ]
            : []),
          ...(of.kept_fen > 0
            ? [
                [
                  t('还在卡里、店家不能自己扣', 'Left on the card'),
                  <Money fen={of.kept_fen} />,
                ] as const,
              ]
            : []),
          [t('登记于', 'Filed'), <When at={of.filed_at} />],
        ]}
      />
    </section>
  )
}

/** The clock that runs, whose turn it is, and when the law ends it. */
export const ClockFacts: FC<{ of: ComplaintAnswer }> = ({ of }) => {
  const t = useSay()
  const provisional = of.due_by_is_provisional
    ? t('（暂定，放假安排公布后可能推迟）', ' (may still move later)')
    : ''
  return (
    <section class="card">
      <div class="between">
        <h2>{t('到哪一步', 'How far it is')}</h2>
        <ColourTag of={of} />
      </div>
      <p role="status">{t(of.message, of.message_en)}</p>
      <Facts
        of={[
          [t('办理单位', 'Office'), of.unit_name],
          ...(of.due_by === null
            ? []
            : [
                [
                  of.clock === 'accept' ? t('最迟受理', 'Accepted by') : t('最迟办结', 'Closed by'),
                  <>
                    <When at={of.due_by} />
                    {provisional}
                  </>,
                ] as const,
              ]),
          ...(of.answer_by === null
            ? []
            : [[t('店家最迟答复', 'The shop answers by'), <When at={of.answer_by} />] as const]),
          ...(of.answer === null
            ? []
            : [[t('店家答复', 'The shop’s answer'), inWords(ANSWERS, of.answer, t)] as const]),
          ...(of.answer_words === null
            ? []
            : [[t('店家的话', 'In words'), of.answer_words] as const]),
          ...(of.refusal_ground === null
            ? []
            : [
                [
                  t('没有受理的依据', 'Ground in law'),
                  inWords(REFUSAL_GROUNDS, of.refusal_ground, t),
                ] as const,
              ]),
          ...(of.outcome === null
            ? []
            : [[t('结果', 'Outcome'), inWords(OUTCOMES, of.outcome, t)] as const]),
          ...(of.end_note === null ? [] : [[t('说明', 'Note'), of.end_note] as const]),
          ...(of.ends_at === null
            ? []
            : [[t('法定时间到', 'The law ends it'), <When at={of.ends_at} />] as const]),
          ...(of.called_result === null
            ? []
            : [[t('回访', 'Call back'), inWords(CALL_RESULTS, of.called_result, t)] as const]),
        ]}
      />
    </section>
  )
}

/** Everything that was done, in its order. */
export const Steps: FC<{ of: ComplaintAnswer }> = ({ of }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('办过的每一步', 'Every step')}</h2>
      <Rows>
        {of.steps.map((step) => (
          <Row
            title={inWords(STEP_WORDS, step.step, t)}
            note={
              <>
                <When at={step.at} /> · {inWords(BY_WORDS, step.by, t)}
                {step.unit_name === null ? null : ` · ${step.unit_name}`}
                {step.note === null ? null : `：${step.note}`}
              </>
            }
          />
        ))}
      </Rows>
    </section>
  )
}

/** Proposals of a mediator about it. */
export const Proposals: FC<{ of: readonly ProposalAnswer[]; base: string }> = ({ of, base }) => {
  const t = useSay()
  if (of.length === 0) return null
  return (
    <section class="card">
      <h2>{t('调解方案', 'Mediation')}</h2>
      <Rows>
        {of.map((one) => (
          <Row
            href={`${base}/${one.id}`}
            icon="scale"
            title={<Money fen={one.agreed_fen} />}
            note={t(one.message, one.message_en)}
          />
        ))}
      </Rows>
    </section>
  )
}

/** One complaint of a list: what, whose turn, its colour. */
export const Listed: FC<{ of: Omit<ComplaintAnswer, 'steps'>; href: string }> = ({ of, href }) => {
  const t = useSay()
  return (
    <Row
      href={href}
      icon={of.way === 'report' ? 'flag' : 'message-circle'}
      title={`${of.merchant_name} · ${t(of.kind_name, of.kind_name_en)}`}
      note={t(of.message, of.message_en)}
      right={<ColourTag of={of} />}
    />
  )
}
