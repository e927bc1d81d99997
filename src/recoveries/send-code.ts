import { deliverIssued, issueCode } from '../codes/codes'
import { listSent, sentIn } from '../codes/store'
import { keyedAsk } from '../identity/asks'
import { checkedPhone, phoneIndex } from '../identity/phone'
import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import type { Asker } from '../sessions/asker'
import { readSignedInAsker } from '../sessions/store'

type AskerRow = { asker: string | null }
/**
 * Sends a code to a number that somebody signed in wants to have. The number may be anybody's: it is counted as a
 * stranger's, and from where it was asked for. Refuses code_sent_too_often, sms_not_sent.
 */
export async function sendNumberCode(
  world: World,
  ask: Ask,
  request: { phone: string; asker: Asker },
) {
  const phone = checkedPhone(request.phone)
  const phone_index = await phoneIndex(world, phone)
  const { address_index } = request.asker
  const answer = await answerOnce(world, await keyedAsk(world, ask), {
    reads: (who, now) => ({
      asker: sql<AskerRow>`SELECT ${readSignedInAsker(who.session)} AS asker`,
      sent: listSent(
        { phone_index: sql`${phone_index}`, purpose: 'phone', now },
        { asker: readSignedInAsker(who.session), address_index },
      ),
    }),
    decide: ({ rows, now, kit }) => {
      const asker = rows.asker[0]?.asker ?? refuse('not_signed_in')
      const whose = { asker, address_index, is_known: false, deliver: true }
      const order = { phone, phone_index, purpose: 'phone' as const, ...whose }
      return issueCode(kit, order, { sent: sentIn(rows.sent), now })
    },
  })
  return deliverIssued(world, answer)
}
