import type { Child, FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import { maskEn } from '../../kernel/sentence'
import { spoken, spokenEn, spokenHour } from '../../kernel/time'
import { type Say, useAround, useSay } from '../around'
import { Icon, type Tone } from '../look/icon'
import type { IconName } from '../look/icon-names'

/** Fen as people read them: ¥1,286.50. A minus stays beside its figure. */
export const Money: FC<{ fen: number }> = ({ fen }) => (
  <>{fen < 0 ? <span class="number">{yuan(fen)}</span> : yuan(fen)}</>
)
/** Fen as the largest figure of a page or card writes them: the sign of the currency small. */
export const Yuan: FC<{ fen: number }> = ({ fen }) => {
  const said = yuan(fen)
  const sign = said.startsWith('-') || said.startsWith('−') ? '−' : ''
  return (
    <>
      {sign}
      <small>¥</small>
      {said.replace(/^[-−]?¥/, '')}
    </>
  )
}
/** The one sum a page is about. */
export const Amount: FC<{ fen: number }> = ({ fen }) => (
  <p class="money">
    <Yuan fen={fen} />
  </p>
)
/** A moment, with its year where that is not this one; `dated`: always with it, on papers that are kept. */
export const When: FC<{ at: string; dated?: true }> = ({ at, dated }) => {
  const { today } = useAround()
  const t = useSay()
  const than = dated ? '0000-01-01' : today
  return <time datetime={at}>{t(spoken(at, than), spokenEn(at, than))}</time>
}
/** The hour alone, where the day is known. */
export const Clock: FC<{ at: string }> = ({ at }) => <time datetime={at}>{spokenHour(at)}</time>
/** A ratio in basis points: 10,000 is 100.00 %. */
export const percent = (bp: number): string =>
  `${Math.trunc(bp / 100)}.${String(Math.abs(bp) % 100).padStart(2, '0')}%`

/** Units for people: money for stored value, times or days for the other cards. */
export function unitsText(unit: string, units: number, t: Say): string {
  if (unit === 'fen') return yuan(units)
  return unit === 'visit'
    ? t(`${units} 次`, `${units} ${units === 1 ? 'visit' : 'visits'}`)
    : t(`${units} 天`, `${units} ${units === 1 ? 'day' : 'days'}`)
}
const KIND_NAMES: Record<string, readonly [string, string]> = {
  stored_value: ['储值卡', 'stored value'],
  count: ['次卡', 'visits'],
  period: ['期限卡', 'period'],
}
/** What a kind of card is called. */
export const kindName = (kind: string, t: Say): string => t(...(KIND_NAMES[kind] ?? ['', '']))

/** An account by its last digits, or nothing: `尾号 1234`, `ending 1234`. */
export const maskText = (mask: string | null | undefined, t: Say): string =>
  mask ? t(mask, maskEn(mask)) : ''

/** A list of facts: what, and how much or which. */
export const Facts: FC<{ of: readonly (readonly [Child, Child])[] }> = ({ of }) => (
  <dl class="facts">
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
const SHAPES = { safe: 'circle-check', warn: 'triangle-alert', bad: 'octagon-x' } as const
/** Something to know, good news about money in custody, a warning or bad news: a shape and words; colour repeats it. */
export const Notice: FC<{
  is?: 'safe' | 'warn' | 'bad'
  live?: boolean
  icon?: IconName
  children?: Child
}> = ({ is, live, icon = is ? SHAPES[is] : 'circle-alert', children }) => (
  <div class={is ? `notice ${is}` : 'notice'} role={live ? 'status' : undefined}>
    <Icon is={icon} />
    <div>{children}</div>
  </div>
)
/** A word about the state of a thing, with a picture where one helps. */
export const Tag: FC<{ is?: Tone | ''; icon?: IconName; children?: Child }> = ({
  is = '',
  icon,
  children,
}) => (
  <span class={is === '' ? 'tag' : `tag ${is}`}>
    {icon ? <Icon is={icon} /> : null}
    {children}
  </span>
)
