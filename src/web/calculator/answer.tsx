import type { FC } from 'hono/jsx'
import { useAround, useSay } from '../around'
import { useHotline } from '../ui/places'
import { Amount, Facts, Money, Notice } from '../ui/text'
import {
  BothLanguages,
  Cited,
  OpenQuestions,
  OtherWays,
  type RefundAnswer,
  Whole,
} from './derivation'

/** The sum or the range, what it depends on, and how it comes about, line by line with its place in the law. */
export const CalculatorAnswer: FC<{ answer: RefundAnswer; of: URLSearchParams }> = ({
  answer,
  of,
}) => {
  const t = useSay()
  const { lang } = useAround()
  return (
    <section id="answer">
      <div class="card">
        <h2>{t('依法应退', 'Due by law')}</h2>
        <Sum answer={answer} />
        <p>{lang === 'en' ? answer.sentence_en : answer.sentence}</p>
        <Figures answer={answer} />
      </div>
      {answer.open.length > 0 ? (
        <>
          <h2>{t('还没有定的', 'What is open')}</h2>
          <OpenQuestions answer={answer} />
        </>
      ) : null}
      <h2>{t('怎么算的', 'How it comes about')}</h2>
      <Whole answer={answer} />
      <details class="noprint">
        <summary>{t('别的原因怎么算', 'The other causes, line by line')}</summary>
        <OtherWays answer={answer} />
      </details>
      <Notices answer={answer} />
      <p class="paper-only">
        {t('编号 ', 'Number ')}
        {answer.id}，{t('算法版本 ', 'version ')}
        {answer.engine_version}。
        {t(
          '本页由预付保退款计算器算出，只按填写的内容计算。',
          'Worked out by Yufubao’s calculator from what was entered.',
        )}
      </p>
      <WhatNow of={of} />
      <p class="small mute">
        {t(
          '只按您填的算，不保存。法院会看证据，可能有出入。',
          'Only from what you filled in; nothing is kept. A court looks at the evidence.',
        )}
      </p>
    </section>
  )
}

/** One sum where it is settled; from and to where it is not. */
const Sum: FC<{ answer: RefundAnswer }> = ({ answer }) => {
  const t = useSay()
  const { low_fen, high_fen } = answer.range
  if (low_fen === high_fen) return <Amount fen={answer.total_fen} />
  return (
    <>
      <p class="big">
        <b>
          <Money fen={low_fen} />
          {t(' 至 ', ' to ')}
          <Money fen={high_fen} />
        </b>
      </p>
      <p>{t('最有依据的是', 'With most support')}</p>
      <Amount fen={answer.total_fen} />
    </>
  )
}

export const Figures: FC<{ answer: RefundAnswer }> = ({ answer }) => {
  const t = useSay()
  const ways = answer.alternatives
  return (
    <Facts
      of={[
        [
          t('合同结束以后，不管谁的原因，至少', 'Once it has ended, whoever caused it, at least'),
          <Money fen={answer.undisputed_fen} />,
        ],
        [t('不怪您的话', 'If it was not you'), <Money fen={ways.not_consumer_cause_fen} />],
        [t('您自己不想用了', 'If it was your wish'), <Money fen={ways.consumer_cause_fen} />],
        ...(answer.interest_fen > 0
          ? [[t('其中利息', 'Of it interest'), <Money fen={answer.interest_fen} />] as const]
          : []),
        ...(answer.punitive
          ? [
              [
                t('另外可以请求的三倍赔偿', 'Beside it, three times'),
                <>
                  <Money fen={answer.punitive.low_fen} />
                  {t(' 起，最多 ', ' up to ')}
                  <Money fen={answer.punitive.high_fen} />
                </>,
              ] as const,
            ]
          : []),
      ]}
    />
  )
}

export const Notices: FC<{ answer: RefundAnswer }> = ({ answer }) => {
  const t = useSay()
  return answer.notices.length === 0 ? null : (
    <Notice is="warn">
      {answer.notices.map((one) => (
        <p>
          <BothLanguages of={one} />
          <span class="small mute">
            {t('（', ' (')}
            <Cited article={one.article} />
            {t('）', ')')}
          </span>
        </p>
      ))}
    </Notice>
  )
}

const WhatNow: FC<{ of: URLSearchParams }> = ({ of }) => {
  const t = useSay()
  const hotline = useHotline()
  return (
    <>
      <h2 class="noprint">{t('下一步', 'What now')}</h2>
      <ul class="dots noprint">
        <li>
          <a href={`/calculator/paper?${of}`}>
            {t(
              '打印计算书：双方、填写的内容、算式和法条原文',
              'The paper to print: parties, entries, sums and the law',
            )}
          </a>
        </li>
        <li>
          {t(
            '把网址发给店家，打开就是这个算式。',
            'Send this page’s address to the shop: it opens on the same sums.',
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
