import type { Child, FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import { spoken } from '../../kernel/time'

/** Fen as people read them: ¥1,286.50. A minus stays beside its figure. */
export const Money: FC<{ fen: number }> = ({ fen }) => (
  <>{fen < 0 ? <span class="number">{yuan(fen)}</span> : yuan(fen)}</>
)
/** The one sum a page is about. */
export const Amount: FC<{ fen: number }> = ({ fen }) => {
  const said = yuan(fen)
  const sign = said.startsWith('-') || said.startsWith('−') ? '−' : ''
  return (
    <p class="amount">
      {sign}
      <small>¥</small>
      {said.replace(/^[-−]?¥/, '')}
    </p>
  )
}
export const When: FC<{ at: string }> = ({ at }) => <time datetime={at}>{spoken(at)}</time>
/** A ratio in basis points: 10,000 is 100.00 %. */
export const percent = (bp: number): string =>
  `${Math.trunc(bp / 100)}.${String(Math.abs(bp) % 100).padStart(2, '0')}%`

/** Units for people: money for stored value, times or days for the other cards. */
export const unitsOf = (unit: string, units: number): string =>
  unit === 'fen' ? yuan(units) : `${units} ${unit === 'visit' ? '次' : '天'}`
export const KIND_NAMES: Record<string, string> = {
  stored_value: '储值卡',
  count: '次卡',
  period: '期限卡',
}

/** A list of facts: what, and how much or which. */
export const Facts: FC<{ of: readonly (readonly [Child, Child])[] }> = ({ of }) => (
  <dl>
    {of.map(([name, value]) => (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
/** Nothing here, why, and what to do now. */
export const Empty: FC<{ children?: Child }> = ({ children }) => (
  <div class="card mute">{children}</div>
)
/** Good news, a warning or bad news, said in words; the colour only repeats it. */
export const Notice: FC<{ is: 'safe' | 'warn' | 'bad'; live?: boolean; children?: Child }> = ({
  is,
  live,
  children,
}) => (
  <div class={is} role={live ? 'status' : undefined}>
    {children}
  </div>
)
export const Tag: FC<{ is?: 'safe' | 'warn' | 'bad' | ''; children?: Child }> = ({
  is = '',
  children,
}) => <span class={`tag ${is}`}>{children}</span>
