import type { FC } from 'hono/jsx'
import { citesIn } from '../../law/cite'
import { quotedText } from '../../law/texts'
import { GROUNDS } from '../../reckoning/grounds'
import { useAround, useSay } from '../around'
import { Facts, Money } from '../ui/text'
import { Figures, Notices } from './answer'
import { groundAsked, kindAsked } from './ask'
import { Cited, OpenQuestions, OtherWays, type RefundAnswer, Whole } from './derivation'
import { formEntries } from './entries'
import { KINDS } from './words'

const BLANK = '＿＿＿＿＿＿＿＿＿＿＿＿'

/**
 * A paper that stands by itself: who, what was entered, what it comes to and by which sums, every sentence of the law it
 * rests on, the other causes with their own lines, the version, the day, and a number anybody can work out again.
 */
export const CalculatorPaper: FC<{
  answer: RefundAnswer
  of: URLSearchParams
  on: string
  origin: string
}> = ({ answer, of, on, origin }) => {
  const t = useSay()
  const { lang } = useAround()
  return (
    <article class="col">
      <Heading answer={answer} of={of} on={on} />
      <h2>{t('一、填写的内容', '1. What was entered')}</h2>
      <Entered of={of} />
      <h2>{t('二、结果', '2. The result')}</h2>
      <p>{lang === 'en' ? answer.sentence_en : answer.sentence}</p>
      <p>
        <b>
          {t('合计 ', 'Total ')}
          <Money fen={answer.total_fen} />
        </b>
        {answer.range.low_fen === answer.range.high_fen ? null : (
          <>
            {t('（范围 ', ' (range ')}
            <Money fen={answer.range.low_fen} />
            {t(' 至 ', ' to ')}
            <Money fen={answer.range.high_fen} />
            {t('）', ')')}
          </>
        )}
      </p>
      <Figures answer={answer} />
      <h2>{t('三、算式', '3. The sums')}</h2>
      <Whole answer={answer} />
      <h2>{t('四、别的原因', '4. The other causes')}</h2>
      <OtherWays answer={answer} />
      {answer.open.length > 0 ? (
        <>
          <h2>{t('还没有定的', 'What is open')}</h2>
          <OpenQuestions answer={answer} full />
        </>
      ) : null}
      <Notices answer={answer} />
      <h2>{t('五、法条原文', '5. The law, word for word')}</h2>
      <Quoted answer={answer} />
      <Signatures />
      <Again answer={answer} of={of} origin={origin} />
    </article>
  )
}

const Heading: FC<{ answer: RefundAnswer; of: URLSearchParams; on: string }> = ({
  answer,
  of,
  on,
}) => {
  const t = useSay()
  const named = (name: string) => (of.get(name) ?? '').trim() || BLANK
  return (
    <Facts
      of={[
        [t('消费者', 'Consumer'), named('holder')],
        [t('经营者', 'Shop'), named('shop')],
        [t('编号', 'Number'), answer.id],
        [t('算法版本', 'Version of the reckoning'), answer.engine_version],
        [t('日期', 'Date'), on],
      ]}
    />
  )
}

/** Every field that was filled, by its label and as it was typed. */
const Entered: FC<{ of: URLSearchParams }> = ({ of }) => {
  const t = useSay()
  const { lang } = useAround()
  const [kind, ground] = [kindAsked(of), groundAsked(of)]
  return (
    <Facts
      of={[
        ...(kind
          ? [[t('什么卡', 'Kind of card'), t(KINDS[kind].zh, KINDS[kind].en)] as const]
          : []),
        ...(ground
          ? [
              [
                t('发生了什么', 'What happened'),
                t(GROUNDS[ground].text, GROUNDS[ground].text_en),
              ] as const,
            ]
          : []),
        ...formEntries(of, lang),
      ]}
    />
  )
}

/** Each place of the law that the paper rests on, once, in its own words. */
const Quoted: FC<{ answer: RefundAnswer }> = ({ answer }) => {
  const lines = [
    ...answer.lots.flatMap(({ principal, not_consumer_cause, consumer_cause }) => [
      ...principal.lines,
      ...not_consumer_cause.lines,
      ...consumer_cause.lines,
    ]),
    ...answer.fees.flatMap(({ principal }) => principal.lines),
    ...answer.lines,
  ]
  const cited = [...lines, ...answer.open, ...answer.notices].flatMap(({ article }) =>
    citesIn(article),
  )
  const once = [...new Map(cited.map((cite) => [cite.text, cite])).values()]
  return (
    <dl>
      {once.map((cite) => {
        const text = quotedText(cite)
        return text === null ? null : (
          <div>
            <dt>
              <Cited article={cite.text} />
            </dt>
            <dd lang="zh-CN">{text}</dd>
          </div>
        )
      })}
    </dl>
  )
}

const Signatures: FC = () => {
  const t = useSay()
  return (
    <p class="paper-only">
      {t('消费者签名：', 'Consumer: ')}
      {BLANK}　{t('经营者签名：', 'Shop: ')}
      {BLANK}　{t('日期：', 'Date: ')}
      {BLANK}
    </p>
  )
}

/** Where the paper can be worked out again, by anybody, to the same number. */
const Again: FC<{ answer: RefundAnswer; of: URLSearchParams; origin: string }> = ({
  answer,
  of,
  origin,
}) => {
  const t = useSay()
  const named = of.get('id')
  const changed = named !== null && named !== answer.id
  const address = new URLSearchParams(of)
  address.set('do', 'answer')
  address.set('id', answer.id)
  for (const private_name of ['holder', 'shop']) address.delete(private_name)
  const url = `${origin}/calculator/paper?${address}`
  return (
    <>
      {changed ? (
        <p class="notice warn">
          {t(
            `这个网址原来的编号是 ${named}：填写的内容或者算法版本变过，现在的结果以编号 ${answer.id} 为准`,
            `This address once had the number ${named}; what was entered or the version has changed since`,
          )}
        </p>
      ) : null}
      <p class="small">
        {t(
          '网址（不含姓名，谁打开都能重新算出同一个编号）：',
          'Address (without names; anybody works out the same number): ',
        )}
        <a href={url}>{url}</a>
      </p>
      <p class="small mute">
        {t(
          '由预付保退款计算器只按填写的内容算出，不是法律文书；事实由双方举证，由法院认定。',
          'Worked out from what was entered; not a legal document. The parties prove the facts, a court finds them.',
        )}
      </p>
    </>
  )
}
