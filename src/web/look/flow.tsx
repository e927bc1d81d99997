import type { FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import { THEIR_WHERE_WORDS, WHERE_WORDS } from '../../standing/words'
import { useSay } from '../around'
import { Disc } from './icon'

/** Where paid money is, in whole fen: every fen that was paid is in exactly one of the others. */
export type Whereabouts = {
  paid_fen: number
  /** Still owed to the holder and in the custody account. */
  held_fen: number
  /** Gone to the shop for what was used. */
  released_fen: number
  /** Not in the account yet, or not seen there by the bank yet. */
  waiting_fen?: number
  /** Gone back to the holder. */
  returned_fen?: number
  /** Owed, and not in the account. */
  missing_fen?: number
}
const parts = (of: Whereabouts) =>
  [
    ['in', of.held_fen],
    ['wait', of.waiting_fen ?? 0],
    ['gap', of.missing_fen ?? 0],
    ['back', of.returned_fen ?? 0],
    ['out', of.released_fen],
  ] as const
/** Whether the parts are whole fen, none below nothing, and add up to what was paid. */
export const addsUp = (of: Whereabouts): boolean =>
  of.paid_fen > 0 &&
  parts(of).every(([, fen]) => Number.isSafeInteger(fen) && fen >= 0) &&
  parts(of).reduce((sum, [, fen]) => sum + fen, 0) === of.paid_fen

/** The bar under a money line: jade in custody, hatched red missing, blue returned, grey gone to the shop. */
const Split: FC<{ of: Whereabouts }> = ({ of }) => {
  if (!addsUp(of)) return null
  let x = 0
  return (
    <svg class="split" viewBox="0 0 1000 80" preserveAspectRatio="none" aria-hidden="true">
      {parts(of).map(([name, fen]) => {
        if (fen === 0) return null
        const from = x
        x += (fen / of.paid_fen) * 1000
        const [left, width] = [Math.trunc(from), Math.max(6, Math.trunc(x) - Math.trunc(from))]
        return (
          <>
            <rect class={name} x={left} width={width} height="80" />
            {name === 'gap' ? <path d={hatch(left, width)} fill="none" /> : null}
          </>
        )
      })}
    </svg>
  )
}
const hatch = (x: number, width: number): string =>
  Array.from({ length: Math.ceil(width / 20) }, (_, i) => `M${x + i * 20} 80l20-80`).join('')

/** The bar alone, for parts of a sum that print their figures beside it: what is back, under way, waiting, missing. */
export const PartsBar: FC<{
  total_fen: number
  back_fen: number
  held_fen?: number
  waiting_fen?: number
  missing_fen?: number
}> = ({ total_fen, back_fen, held_fen = 0, waiting_fen = 0, missing_fen = 0 }) => (
  <Split
    of={{
      paid_fen: total_fen,
      held_fen,
      released_fen: 0,
      returned_fen: back_fen,
      waiting_fen,
      missing_fen,
    }}
  />
)
/** The same bar for a shop's cover in basis points: what is there of all that its cards are owed. */
export const CoverBar: FC<{ bp: number }> = ({ bp }) => (
  <Split of={{ paid_fen: 10_000, held_fen: bp, released_fen: 0, missing_fen: 10_000 - bp }} />
)

/**
 * The line that tells where the money is: you, the custody account, the shop, with figures that add up. It is not drawn
 * when they do not: a wrong drawing is worse than none.
 */
export const Flow: FC<{ of: Whereabouts; label: string; theirs?: boolean }> = ({
  of,
  label,
  theirs = false,
}) => {
  const t = useSay()
  if (!addsUp(of)) return null
  const words = theirs ? THEIR_WHERE_WORDS : WHERE_WORDS
  const word = (place: keyof typeof words) => t(words[place].zh, words[place].en)
  const { returned_fen: returned = 0, missing_fen: missing = 0, waiting_fen: waiting = 0 } = of
  return (
    <>
      <ol class={missing + returned + waiting === 0 ? 'flow' : 'flow many'} aria-label={label}>
        <li>
          <Disc is="wallet" />
          <small>{word('paid')}</small>
          <b>{yuan(of.paid_fen)}</b>
        </li>
        <li class={of.held_fen > 0 ? 'here safe' : undefined}>
          <Disc is="landmark" />
          <small>{word('held')}</small>
          <b>{yuan(of.held_fen)}</b>
        </li>
        {waiting === 0 ? null : (
          <li>
            <Disc is="hourglass" />
            <small>{word('waiting')}</small>
            <b>{yuan(waiting)}</b>
          </li>
        )}
        {missing === 0 ? null : (
          <li class="bad">
            <Disc is="triangle-alert" />
            <small>{word('missing')}</small>
            <b>{yuan(missing)}</b>
          </li>
        )}
        {returned === 0 ? null : (
          <li>
            <Disc is="undo-2" />
            <small>{word('returned')}</small>
            <b>{yuan(returned)}</b>
          </li>
        )}
        <li>
          <Disc is="store" />
          <small>{word('released')}</small>
          <b>{yuan(of.released_fen)}</b>
        </li>
      </ol>
      <Split of={of} />
    </>
  )
}
