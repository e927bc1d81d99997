import type { FC } from 'hono/jsx'
import type { calculateRefundOperation } from '../../calculator/routes'
import { yuan } from '../../kernel/money'
import { useSay } from '../around'
import type { SeenOf } from '../door'
import { useHotline } from '../ui/places'
import { Amount, Facts, Money, Notice } from '../ui/text'
import { kindOf, lotsOf } from './ask'

type RefundAnswer = SeenOf<typeof calculateRefundOperation>
type PrincipalAnswer = SeenOf<typeof calculateRefundOperation>['lots'][number]['principal']

/** The sum, what it depends on, and how it comes about, line by line with the article; prints on A4. */
export const CalculatorAnswer: FC<{ answer: RefundAnswer; of: URLSearchParams }> = ({
  answer,
  of,
}) => {
  const t = useSay()
  const ways = answer.alternatives
  const lines = answer.lines
  const notices = answer.notices
  return (
    <section id="answer">
      <div class="card">
        <h2>{t('依法应退', 'Due by law')}</h2>
        <Amount fen={answer.total_fen} />
        <p>{answer.sentence}</p>
        <Facts
          of={[
            [
              t('不管谁的原因，至少', 'Whoever caused it, at least'),
              <Money fen={answer.undisputed_fen} />,
            ],
            [t('不怪您的话', 'If it was not you'), <Money fen={ways.not_consumer_cause_fen} />],
            [t('您自己不想用了', 'If it was your wish'), <Money fen={ways.consumer_cause_fen} />],
            ...(answer.interest_fen > 0
              ? [[t('其中利息', 'Of it interest'), <Money fen={answer.interest_fen} />] as const]
              : []),
          ]}
        />
      </div>
      <h2>{t('怎么算的', 'How it comes about')}</h2>
      {answer.lots.map((lot) => (
        <Derivation name={lot.label} figure={lot.principal} />
      ))}
      {answer.fees.map((fee) => (
        <Derivation name={fee.label} figure={fee.principal} />
      ))}
      {lines.length > 0 ? (
        <Derivation
          name={t('利息与其他', 'Interest and the rest')}
          figure={{
            lines,
            amount_fen: lines.reduce((sum, line) => sum + line.amount_fen, 0),
          }}
        />
      ) : null}
      {notices.length > 0 ? (
        <Notice is="warn">
          {notices.map((notice) => (
            <p>
              {notice.text}
              <span class="small mute">（{notice.article}）</span>
            </p>
          ))}
        </Notice>
      ) : null}
      <p class="paper-only">
        {KIND_WORDS[kindOf(of) ?? 'stored_value']}，{lotsOf(of)} 笔付款，
        {of.get('terminated_on')}{' '}
        起不用。依据：法释〔2025〕4号。本页由预付保退款计算器算出，只按填写的内容计算。
      </p>
      <WhatNow />
      <p class="small mute">
        {t(
          '只按您填的算，不保存。法院会看证据，可能有出入。',
          'Only from what you filled in; nothing is kept. A court looks at the evidence.',
        )}
      </p>
    </section>
  )
}
const WhatNow: FC = () => {
  const t = useSay()
  const hotline = useHotline()
  return (
    <>
      <h2 class="noprint">{t('下一步', 'What now')}</h2>
      <ul class="dots noprint">
        <li>
          {t(
            '用浏览器的“打印”，一张 A4 就能带去店里；或者把网址发给店家，打开就是这个算式。',
            'Print this page on one sheet of A4, or send its address to the shop.',
          )}
        </li>
        <li>
          {t(
            `店家不认：拨 ${hotline}，或到消费者协会、人民法院，带上付款记录。`,
            `If the shop refuses: call ${hotline}, with your payment record.`,
          )}
        </li>
      </ul>
    </>
  )
}

const KIND_WORDS = { stored_value: '储值卡', count: '次卡', period: '期限卡' } as const

const Derivation: FC<{ name: string; figure: PrincipalAnswer }> = ({ name, figure }) => {
  const t = useSay()
  return (
    <div class="card">
      <h3>{name}</h3>
      <ol class="sums">
        {figure.lines.map((line) => (
          <li>
            <span>
              {line.text}
              <span class="small mute"> {line.article}</span>
            </span>
            <b>{yuan(line.amount_fen)}</b>
          </li>
        ))}
        <li>
          <b>{t('合计', 'Total')}</b>
          <b>{yuan(figure.amount_fen)}</b>
        </li>
      </ol>
    </div>
  )
}
