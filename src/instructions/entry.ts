import type { World } from '../platform/world'
import type { Order } from './store'
import { tellOnce } from './tell'

/** An entry in a custody account of ours: money in, a fee out, or what a provider is made good with. */
type Entry = {
  by: 'creditCustody' | 'takeFee' | 'payProvider'
  custody_account_no: string
  reference: string
}

/** Tells the bank to make one entry, asking first where it may have been told; its own reference comes back. */
export const tellEntry = (
  world: World,
  order: Order,
  { by, custody_account_no, reference }: Entry,
): Promise<{ bank_ref: string }> =>
  tellOnce(world, order, {
    ask: async () => {
      const { bank_ref } = await world.bank.queryEntry({ instruction_id: order.id })
      return bank_ref === null ? null : { bank_ref }
    },
    tell: () =>
      world.bank[by]({
        instruction_id: order.id,
        custody_account_no,
        amount_fen: order.amount_fen,
        reference,
      }),
  })
