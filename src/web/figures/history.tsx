import type { FC } from 'hono/jsx'
import type { readCardOperation } from '../../readers/routes'
import type { readRedemptionOperation } from '../../redemptions/routes'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Money, unitsText } from '../ui/text'

type RedemptionAnswer = AnswerFor<typeof readRedemptionOperation, 'staff'>
type CardAnswer = AnswerFor<typeof readCardOperation, 'consumer'>

const STATES: Record<string, readonly [string, string]> = {
  used: ['已用', 'used'],
  returned: ['部分退回', 'partly given back'],
  voided: ['作废', 'void'],
  waiting: ['等确认', 'waits'],
  lapsed: ['失效，没有扣钱', 'lapsed, nothing taken'],
}
/** What a use counts now, with the word for it when it is not simply used: the same on every page. */
export const Counted: FC<{ use: RedemptionAnswer; sign?: string }> = ({ use, sign = '' }) => {
  const t = useSay()
  const unit = use.unit
  const [units, counted] = [use.units, use.counted_units]
  const state = use.state
  const once = unitsText(unit, units, t)
  return (
    <>
      {counted === units ? null : (
        <>
          <s>{once}</s>{' '}
        </>
      )}
      {counted === 0 ? null : `${sign}${unitsText(unit, counted, t)}`}
      {state === 'used' ? null : <span class="tag">{t(...(STATES[state] ?? ['', '']))}</span>}
    </>
  )
}

/** The figure of a use in a narrow row: what counts now, struck where nothing does. */
export const CountedSum: FC<{ use: RedemptionAnswer }> = ({ use }) => {
  const t = useSay()
  return use.counted_units === 0 ? (
    <s>{unitsText(use.unit, use.units, t)}</s>
  ) : (
    <b>−{unitsText(use.unit, use.counted_units, t)}</b>
  )
}
/** Why that figure is not simply what was used: the word, and what was asked for at first. */
export const CountedWhy: FC<{ use: RedemptionAnswer }> = ({ use }) => {
  const t = useSay()
  const { state, units, counted_units } = use
  if (state === 'used') return null
  return (
    <>
      {' '}
      <span class="tag">{t(...(STATES[state] ?? ['', '']))}</span>
      {counted_units === units || counted_units === 0 ? null : (
        <>
          {' '}
          <s>{unitsText(use.unit, units, t)}</s>
        </>
      )}
    </>
  )
}

/** What the lines of a history add up to, from the payments themselves. */
export const Total: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  return (
    <p class="note">
      {t('合计用掉 ', 'Used in all: ')}
      <strong>{unitsText(card.unit, card.used.used_units, t)}</strong>
      {t('，付给店家 ', ', paid to the shop ')}
      <Money fen={card.used.released_fen} />
    </p>
  )
}
