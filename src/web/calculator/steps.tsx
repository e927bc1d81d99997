import type { FC } from 'hono/jsx'
import { GROUND_NAMES, GROUNDS, type GroundName } from '../../reckoning/grounds'
import { useSay } from '../around'
import { groundAsked, kindAsked } from './ask'
import { CalculatorForm } from './form'
import { KIND_NAMES, KINDS } from './words'

/** The same address with one answer changed: what was typed stays typed. */
function withAnswer(of: URLSearchParams, answers: Record<string, string>): string {
  const next = new URLSearchParams(of)
  next.delete('do')
  next.delete('cause')
  for (const [name, value] of Object.entries(answers)) next.set(name, value)
  return `/calculator?${next}`
}

/** Two questions first, one at a time; then only what those two make matter. */
export const Steps: FC<{ of: URLSearchParams; today: string }> = ({ of, today }) => {
  const t = useSay()
  const [kind, ground] = [kindAsked(of), groundAsked(of)]
  return (
    <>
      <h2>{t('第 1 步　什么卡', 'Step 1: which kind of card')}</h2>
      <nav class="kinds" aria-label={t('什么卡', 'Kind of card')}>
        {KIND_NAMES.map((one) => (
          <a href={withAnswer(of, { kind: one })} aria-current={one === kind ? 'true' : undefined}>
            <b>{t(KINDS[one].zh, KINDS[one].en)}</b>
            <span class="small">{t(KINDS[one].of, KINDS[one].of_en)}</span>
          </a>
        ))}
      </nav>
      {kind ? <Grounds of={of} chosen={ground} /> : null}
      {kind && ground ? <CalculatorForm of={of} kind={kind} ground={ground} today={today} /> : null}
    </>
  )
}

const Grounds: FC<{ of: URLSearchParams; chosen: GroundName | null }> = ({ of, chosen }) => {
  const t = useSay()
  const list = (
    <ul class="ways">
      {GROUND_NAMES.map((one) => (
        <li>
          <a
            href={withAnswer(of, { ground: one })}
            aria-current={one === chosen ? 'true' : undefined}
          >
            {t(GROUNDS[one].text, GROUNDS[one].text_en)}
          </a>
        </li>
      ))}
    </ul>
  )
  return (
    <>
      <h2>{t('第 2 步　发生了什么', 'Step 2: what happened')}</h2>
      {chosen ? (
        <details>
          <summary>{t(GROUNDS[chosen].text, GROUNDS[chosen].text_en)}</summary>
          {list}
        </details>
      ) : (
        list
      )}
    </>
  )
}
