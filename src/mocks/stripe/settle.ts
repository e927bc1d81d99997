import type { Draft } from '../stripe-objects/draft'
import { listDue, type StripeMockDeps } from '../stripe-objects/store'
import type { Thing } from '../stripe-objects/types'
import type { Failure } from '../stripe-objects/wire'
import { settleProcessing } from './confirm'
import { settlePayout } from './payouts'
import { settleRefund } from './refunds'
import { runOperation } from './run'

const LIMIT = 100

/**
 * Ends what takes its time and whose time has come by `now_ms`: asynchronous payments, refunds, payouts.
 * Handles at most 100 and says how many. Whoever was faster has settled it: then nothing is done.
 */
export async function settleDueAsyncPayments(deps: StripeMockDeps): Promise<number> {
  const ids = await listDue(deps.db, deps.now_ms(), LIMIT)
  for (const id of ids) {
    const asked = { key: null, said: `settle ${id}`, id, form: {} }
    await runOperation(deps, asked, async ({ draft }) => {
      const thing = (await draft.all([id])).get(id)
      return (thing && (await settled(draft, thing))) ?? {}
    })
  }
  return ids.length
}

async function settled(draft: Draft, thing: Thing): Promise<Thing | Failure | null> {
  if (thing.object === 'payment_intent' && thing.status === 'processing')
    return settleProcessing(draft, thing)
  if (thing.object === 'refund') return settleRefund(draft, thing)
  if (thing.object === 'payout' && thing.status === 'in_transit') return settlePayout(draft, thing)
  return null
}
