import type { Child, FC } from 'hono/jsx'
import type { listCreditObjectionsOperation } from '../../credit/routes'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Facts, Tag } from '../ui/text'

export type Objection = AnswerFor<
  typeof listCreditObjectionsOperation,
  'staff' | 'regulator'
>['data'][number]
const STATES: Record<Objection['state'], readonly [string, string]> = {
  open: ['等答复', 'waits for an answer'],
  late: ['过期没有答复，这条先不算', 'overdue: the mark rests'],
  upheld: ['成立，不再算', 'upheld: it counts no more'],
  refused: ['不成立', 'not upheld'],
}

export const Objections: FC<{
  of: readonly Objection[]
  beside?: (objection: Objection) => Child
}> = ({ of, beside }) => {
  const t = useSay()
  return (
    <>
      {of.map((one) => (
        <article class="card">
          <h2>
            {t(one.indicator_name, one.indicator_name_en)} · <time>{one.day}</time>{' '}
            <Tag is={one.state === 'late' ? 'warn' : ''}>{t(...STATES[one.state])}</Tag>
          </h2>
          <p>{one.words}</p>
          <Facts
            of={[
              [t('店', 'Shop'), one.merchant_name],
              [t('三个工作日内受理，到', 'To be taken up by'), <time>{one.take_up_by}</time>],
              [t('七个工作日内答复，到', 'To be answered by'), <time>{one.answer_by}</time>],
              ...(one.note === null ? [] : [[t('答复', 'Answer'), one.note] as const]),
            ]}
          />
          {beside?.(one) ?? null}
        </article>
      ))}
    </>
  )
}
