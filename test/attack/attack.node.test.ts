import { beforeAll, describe, expect, it } from 'vitest'
import { type Attacked, attack } from './attack'

let tried: Attacked
beforeAll(async () => {
  tried = await attack({ each: 4, stories: 6, steps: 30, seed: 20_260_302 })
})

describe('whoever tries from outside', () => {
  it('is answered as the policy and the owners say, in every operation, about everything', () => {
    const faults = tried.cells
      .filter(({ fault }) => fault !== null)
      .map(({ operation, principal, ownership, fault }) => [operation, principal, ownership, fault])
    expect(faults).toEqual([])
    expect(tried.figures.matrix_cells).toBeGreaterThan(5_000)
  })
  it('asks of strangers’ things in a way that would find them, but where nothing is looked up', () => {
    const by_slot = Map.groupBy(
      tried.cells.filter(({ ownership }) => ownership === 'foreign'),
      ({ operation, slot }) => `${operation} ${slot}`,
    )
    const vacuous = [...by_slot]
      .filter(([, cells]) => cells.every(({ is_vacuous }) => is_vacuous))
      .map(([name]) => name)
    expect(vacuous.sort()).toEqual(LOOKS_NOTHING_UP)
  })
  it('finds no request that breaks it, none that it answers off its contract, none that writes when refused', () => {
    expect(tried.found).toEqual([])
  })
  it('tells no official of anybody without a trace of it', () => {
    expect(tried.untraced).toEqual([])
    const traced = tried.cells.filter(({ is_traced }) => is_traced)
    expect(new Set(traced.map(({ operation }) => operation)).size).toBeGreaterThan(18)
  })
  it('finds nothing where it must not be: storage, log, messages to subscribers, answers', () => {
    expect(tried.hits).toEqual([])
  })
})

/**
 * Answers with an empty list, draws a picture of what was said, or asks for a proof of the person or a whole week's form
 * before it looks: a stranger's thing and none look alike by nature.
 */
const LOOKS_NOTHING_UP = [
  'acceptMandateShare params.id',
  'acceptMediationAsHolder params.id',
  'agreeToDivision params.id',
  'fileMandate params.id',
  'giveRefundAccount params.id',
  'grantApp body.app_id',
  'grantApp body.shop_ids',
  'inviteCompanion params.id',
  'listBankCoverageDays params.id',
  'listEndingClaims params.id',
  'offerTransfer params.id',
  'previewOffer body.shop_ids',
  'proposeDivision params.id',
  'setCounterPin params.id',
  'stateShopHours params.id',
  'unfreezeCard params.id',
]
