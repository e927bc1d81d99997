import { joinCompanionsStatements } from '../cards/companions'
import { joinCardsStatement } from '../cards/freeze'
import { type ConsumerRow, endAccountStatements } from '../identity/store'
import type { Instant } from '../kernel/time'
import { removeAllStatement } from '../passkeys/store'
import type { Statement } from '../platform/d1'
import { joinPurchasesStatement } from '../purchases/store'
import { joinRefundsStatement } from '../refunds/store'
import { endDevicesStatement } from '../sessions/device-store'
import { revokeSessionsStatement } from '../sessions/store'
import { namedCards } from './rules'
import type { JoinedCardRow } from './store'

type Two = { from: ConsumerRow; into: ConsumerRow; cards: readonly JoinedCardRow[] }
/**
 * All that makes one account of two: what the one has goes on under the other, as it is; no posting, no new term, no new
 * holder. The account that ends is signed out everywhere, with its PIN, passkeys and pay code keys. The union's own row comes
 * behind them: it refuses the batch if anything is still there, or came meanwhile.
 */
export function unionStatements({ from, into, cards }: Two, now: Instant): Statement[] {
  const two = { from_id: from.id, into_id: into.id }
  const coming = cards.filter(({ consumer_id }) => consumer_id === from.id)
  const there = cards.filter(({ consumer_id }) => consumer_id === into.id)
  return [
    ...endAccountStatements(two, now),
    joinCardsStatement(namedCards(coming, there), { consumer_id: into.id }),
    joinPurchasesStatement(two),
    joinRefundsStatement(two),
    ...joinCompanionsStatements({ ...two, to: into }, now),
    removeAllStatement(from.id, now),
    revokeSessionsStatement(from.id, now),
    endDevicesStatement(from.id, now),
  ]
}
