import type { FC } from 'hono/jsx'
import type { calculateRefundOperation } from '../../calculator/routes'
import { yuan } from '../../kernel/money'
import { articleInEnglish, citesIn } from '../../law/cite'
import { articleAnchor } from '../../law/texts'
import { labelsInEnglish } from '../../law/wording'
import { useAround, useSay } from '../around'
import type { AnswerFor } from '../door'

export type RefundAnswer = AnswerFor<typeof calculateRefundOperation>
type Figure = RefundAnswer['lots'][number]['principal']
type Line = Figure['lines'][number]

/** A sentence in the language of the page. */
export const BothLanguages: FC<{ of: { text: string; text_en?: string | undefined } }> = ({
  of,
}) => {
  const { lang } = useAround()
  return <>{lang === 'en' ? labelsInEnglish(of.text_en ?? of.text) : of.text}</>
}

/** Where a line or a notice stands in the law, each place a link to its sentence in the whole text. */
export const Cited: FC<{ article: string }> = ({ article }) => {
  const { lang } = useAround()
  return (
    <>
      {citesIn(article).map((cite, i) => {
        const anchor = articleAnchor(cite)
        const text = lang === 'en' ? articleInEnglish(cite.text) : cite.text
        return (
          <>
            {i > 0 ? (lang === 'en' ? ', ' : '、') : ''}
            {anchor ? <a href={`/law/prepaid#${anchor}`}>{text}</a> : text}
          </>
        )
      })}
    </>
  )
}

const LineSaid: FC<{ line: Line }> = ({ line }) => (
  <li>
    <span>
      <BothLanguages of={line} /> {line.sum ? <span class="hint">{line.sum}</span> : null}
      <span class="small mute">
        <Cited article={line.article} />
      </span>
    </span>
    <b>{yuan(line.amount_fen)}</b>
  </li>
)

/** How a sum came about: every line with its sum and its place in the law, and what they come to. */
const Derivation: FC<{ name: string; figure: Figure }> = ({ name, figure }) => {
  const t = useSay()
  const { lang } = useAround()
  return (
    <div class="card">
      <h3>{lang === 'en' ? labelsInEnglish(name) : name}</h3>
      <ol class="sums">
        {figure.lines.map((line) => (
          <LineSaid line={line} />
        ))}
        <li>
          <b>{t('合计', 'Total')}</b>
          <b>{yuan(figure.amount_fen)}</b>
        </li>
      </ol>
    </div>
  )
}

/** Lot by lot, fees, and what stands beside them. */
export const Whole: FC<{ answer: RefundAnswer }> = ({ answer }) => {
  const t = useSay()
  const { lots, fees, lines, lines_fen } = answer
  return (
    <>
      {lots.map((lot) => (
        <Derivation name={lot.label} figure={lot.principal} />
      ))}
      {fees.map((fee) => (
        <Derivation name={fee.label} figure={fee.principal} />
      ))}
      {lines.length > 0 ? (
        <Derivation
          name={t('利息与其他', 'Interest and the rest')}
          figure={{ lines, amount_fen: lines_fen }}
        />
      ) : null}
    </>
  )
}

/** The same lots counted the other way, each with its own lines. */
export const OtherWays: FC<{ answer: RefundAnswer }> = ({ answer }) => {
  const t = useSay()
  const ways = [
    ['not_consumer_cause', t('不怪您的话', 'If it was not you')],
    ['consumer_cause', t('您自己不想用了的话', 'If it was your wish')],
  ] as const
  return (
    <>
      {ways.map(([way, name]) =>
        answer.lots
          .filter((lot) => lot.basis !== way && lot.basis !== 'cooling_off')
          .map((lot) => (
            <Derivation name={`${name}${t('：', ': ')}${lot.label}`} figure={lot[way]} />
          )),
      )}
    </>
  )
}

/** What is not settled: each answer with its sum, and what would settle it. */
export const OpenQuestions: FC<{ answer: Pick<RefundAnswer, 'open'>; full?: boolean }> = ({
  answer,
  full,
}) => {
  const t = useSay()
  const { lang } = useAround()
  return (
    <>
      {answer.open.map((one) => (
        <div class="card">
          <h3>
            <BothLanguages of={one} />
          </h3>
          <ul class="dots">
            {one.options.map((option) => (
              <li>
                <BothLanguages of={option} />
                {option.is_main ? t('（上面用的）', ' (taken above)') : ''}：
                <b>{yuan(option.total_fen)}</b>
                {full && !option.is_main ? (
                  <ol class="sums">
                    {option.lines.map((line) => (
                      <LineSaid line={line} />
                    ))}
                  </ol>
                ) : null}
              </li>
            ))}
          </ul>
          <p>
            <b>{t('什么能定下来：', 'What would settle it: ')}</b>
            {lang === 'en' ? one.settled_by_en : one.settled_by}
          </p>
          <p class="small mute">
            <Cited article={one.article} />
          </p>
        </div>
      ))}
    </>
  )
}
