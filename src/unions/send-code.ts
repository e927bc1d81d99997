import { deliverIssued, issueCode } from '../codes/codes'
import { listSent, sentIn } from '../codes/store'
import { keyedAsk } from '../identity/asks'
import { checkedPhone, openPhone, phoneIndex } from '../identity/phone'
import { readConsumer } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import type { Asker } from '../sessions/asker'
import { readSignedInAsker } from '../sessions/store'

type AskerRow = { asker: string | null }
/**
 * Sends a code for a union, to one's own number or to the other account's; of the latter it is the same answer whether it
 * has an account or not. Refuses number_left, code_sent_too_often, sms_not_sent.
 */
export async function sendUnionCode(
  world: World,
  ask: Ask,
  request: { phone: string | undefined; asker: Asker },
) {
  const typed = request.phone === undefined ? null : checkedPhone(request.phone)
  const to_index = typed === null ? null : await phoneIndex(world, typed)
  const { address_index } = request.asker
  const answer = await answerOnce(world, await keyedAsk(world, ask), {
    reads: (who, now) => ({
      asker: sql<AskerRow>`SELECT ${readSignedInAsker(who.session)} AS asker`,
      me: readConsumer(sql`id = ${who.subject_id}`),
      sent: listSent(
        {
          phone_index:
            to_index === null
              ? sql`(SELECT phone_index FROM consumers WHERE id = ${who.subject_id})`
              : sql`${to_index}`,
          purpose: 'union',
          now,
        },
        { asker: readSignedInAsker(who.session), address_index },
      ),
    }),
    decide: async ({ rows, now, kit }) => {
      const asker = rows.asker[0]?.asker ?? refuse('not_signed_in')
      const me = rows.me[0] ?? refuse('not_signed_in')
      if (typed === null && me.number_left_at !== null) refuse('number_left')
      const phone = typed ?? (await openPhone(kit, 'consumers', me))
      const phone_index = to_index ?? me.phone_index
      const whose = { asker, address_index, is_known: false, deliver: true }
      const order = { phone, phone_index, purpose: 'union' as const, ...whose }
      return issueCode(kit, order, { sent: sentIn(rows.sent), now })
    },
  })
  return deliverIssued(world, answer)
}
