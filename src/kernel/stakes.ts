import { ROOMS } from '../rooms'
import { fold, type Stake } from './declare'
import { REFUSALS, Refusal } from './refusals'

/**
 * Every act by what is at stake in it, as its room declares it; of any other, nothing is. A refusal says first what happened
 * to the money, where money was at stake and only there: nobody who renames themselves is told that nothing was charged.
 */
export const STAKES: Readonly<Record<string, Stake>> = fold(ROOMS, 'stakes')
export const operationStake = (operation: string): Stake | 'none' => STAKES[operation] ?? 'none'

const FIRST = { charge: '没有扣钱。', move: '没有动钱。' } as const
/** Says already what happened to the money. */
const SAYS_MONEY =
  /^(?:还?没有(?:再次|重复|再)?(?:扣钱|动钱|退|付|预支|出款|占用钱|入账)|退款|付款|您的钱)/
/** A refusal of an act in its words for whoever asked: the money first, where it was at stake. */
export function moneyFirst(refusal: Refusal, operation: string): Refusal {
  const stake = operationStake(operation)
  const { message, open = false } = REFUSALS[refusal.code]
  const said = refusal.details.detail ?? message
  if (stake === 'none' || SAYS_MONEY.test(said) || open) return refusal
  return new Refusal(refusal.code, { ...refusal.details, detail: FIRST[stake] + said })
}
