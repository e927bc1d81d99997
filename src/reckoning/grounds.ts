import { type Wording, wording } from '../law/wording'
import type { Ending } from './facts'

/** What happened, in the words of the person, and whose cause a court may find it to be; the first is the likeliest. */
type Ground = Wording & { endings: readonly [Ending, ...Ending[]] }
const ground = (said: Wording, ...endings: [Ending, ...Ending[]]): Ground => ({ ...said, endings })

export const GROUNDS = {
  shop_closed: ground(
    wording('店关门、停业、联系不上', 'The shop closed or cannot be reached'),
    'merchant',
  ),
  shop_moved: ground(
    wording('店搬走了，去一趟明显不便', 'The shop moved to where it is clearly inconvenient'),
    'merchant',
  ),
  handed_over: ground(
    wording('没有经我同意就换了人经营', 'It was handed over without my consent'),
    'merchant',
  ),
  not_served: ground(
    wording('约不上、不给用、服务缩水', 'No appointments, no service, or less than promised'),
    'merchant',
  ),
  price_or_quality_changed: ground(wording('涨价或者质量下降', 'Dearer or worse'), 'merchant'),
  teacher_left: ground(
    wording('指定的老师、教练、技师走了', 'The teacher or coach one chose has left'),
    'merchant',
    'neutral',
    'consumer',
  ),
  misled: ground(
    wording('办卡时说的和实际不一样', 'What was said at the sale was not so'),
    'merchant',
    'void',
  ),
  health: ground(
    wording('生病、受伤、怀孕，不能继续', 'Illness, injury or pregnancy'),
    'neutral',
    'consumer',
  ),
  moved_away: ground(
    wording('我搬家、调动、转学', 'I moved, was posted or changed school'),
    'consumer',
    'neutral',
  ),
  force_majeure: ground(
    wording('不可抗力、政策变化', 'Force majeure or a change of policy'),
    'neutral',
  ),
  own_wish: ground(wording('我自己不想用了', 'My own wish'), 'consumer'),
  cooling_off: ground(wording('刚付款，反悔了', 'Paid just now and regretted'), 'cooling_off'),
  agreed: ground(
    wording('双方商量好不继续了', 'Both agreed to end it'),
    'neutral',
    'consumer',
    'merchant',
  ),
  minor: ground(wording('孩子自己办的卡、付的钱', 'A child bought it'), 'void', 'consumer'),
  void: ground(
    wording('合同无效、被撤销（受骗、胁迫）', 'The contract is void or was revoked'),
    'void',
  ),
  unknown: ground(
    wording('说不清是谁的原因', 'It is not clear whose cause'),
    'neutral',
    'consumer',
    'merchant',
  ),
} as const satisfies Record<string, Ground>
export type GroundName = keyof typeof GROUNDS
export const GROUND_NAMES = Object.keys(GROUNDS) as [GroundName, ...GroundName[]]

/** What settles a ground that is open by itself. Everything may be unknown. */
type Known = {
  /** §13 ¶2: the move could not be foreseen when the contract was made. */
  unforeseeable?: boolean | undefined
  minor?: Minor | undefined
}
type Minor = {
  age?: number | undefined
  guardian_agreed?: boolean | undefined
  fits_age?: boolean | undefined
}

/** Whose cause it is, likeliest first, once what is known has been said (§10, §13, §18, §19). */
export function endingsFor(name: GroundName, known: Known): readonly [Ending, ...Ending[]] {
  if (name === 'moved_away' && known.unforeseeable === true) return ['neutral']
  if (name === 'moved_away' && known.unforeseeable === false) return ['consumer']
  if (name === 'minor') return minorEndings(known.minor ?? {})
  return GROUNDS[name].endings
}
/** Under eight void (§10 ¶1); to seventeen void unless a guardian agreed or it fits the age (¶2); then of age. */
function minorEndings({ age, guardian_agreed, fits_age }: Minor): readonly [Ending, ...Ending[]] {
  if (age !== undefined && age < 8) return ['void']
  if (age !== undefined && age >= 18) return ['consumer']
  if (guardian_agreed === true || fits_age === true) return ['consumer']
  if (guardian_agreed === false && fits_age === false) return ['void']
  return ['void', 'consumer']
}
