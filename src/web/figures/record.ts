import type { readHoldOperation } from '../../holds/routes'
import type { Say } from '../around'
import type { AnswerFor } from '../door'
import { unitsText } from '../ui/text'

type HoldAnswer = AnswerFor<typeof readHoldOperation, 'consumer'>

const RECORDED: Record<string, readonly [string, string]> = {
  claim: ['用过了', 'used'],
  capture: ['到了店', 'came'],
  no_show: ['没有到店', 'did not come'],
  late_cancel: ['临时取消', 'cancelled late'],
}
export const recordWord = (said: string, t: Say): string => t(...(RECORDED[said] ?? ['', '']))

/** What the shop recorded of a booking without its holder, and how much of it is in question. */
export const sayRecord = (hold: HoldAnswer, t: Say): string =>
  `${recordWord(hold.recorded_as ?? '', t)} · ${unitsText(hold.unit, hold.recorded_units ?? 0, t)}`
