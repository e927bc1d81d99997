import { bookedBalance } from '../../src/mocks/bank-books'
import { all, sql } from '../../src/platform/d1'
import type { City } from '../support/city'

/**
 * What is right outside our own books when nothing is on its way any more (docs/INVARIANTS.md 3, 5, 10, 12): both
 * outside books say what ours does, and no payment was given back twice. Says what is not.
 */
export async function wrongOutside(city: City): Promise<string[]> {
  return [
    ...(await custodyDiffers(city)),
    ...(await providerDiffers(city)),
    ...(await givenTwice(city)),
  ]
}

async function custodyDiffers({ db }: City): Promise<string[]> {
  const shops = await all(
    db,
    sql<{
      id: string
      account_no: string
      custody_fen: number
      open: number
    }>`SELECT m.id, m.custody_account_no AS account_no,
               -coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'custody:' || m.id), 0) AS custody_fen,
               (SELECT count(*) FROM instructions i WHERE i.merchant_id = m.id AND i.ended_at IS NULL) AS open
          FROM merchants m WHERE m.custody_account_no IS NOT NULL`,
  )
  const wrong: string[] = []
  for (const { id, account_no, custody_fen, open } of shops) {
    const bank_fen = await bookedBalance(db, account_no)
    if (open === 0 && bank_fen !== custody_fen)
      wrong.push(`3: custody of ${id} is ${custody_fen}, its bank has ${bank_fen}`)
  }
  return wrong
}

async function providerDiffers({ db }: City): Promise<string[]> {
  const [last] = await all(
    db,
    sql<{
      difference_fen: number
      positions: string
    }>`SELECT difference_fen, positions FROM provider_readings ORDER BY id DESC LIMIT 1`,
  )
  return last && last.difference_fen !== 0
    ? [`10: the provider's book differs by ${last.difference_fen}: ${last.positions}`]
    : []
}

/** Of no payment more than it was: what was refunded and what a lost dispute took, less what is its payer's debt. */
async function givenTwice({ db }: City): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ id: string; given_fen: number; paid_fen: number }>`SELECT l.id, l.paid_fen,
               (SELECT coalesce(sum(amount_fen), 0) FROM refund_parts p WHERE p.lot_id = l.id AND p.state = 'succeeded')
               + (SELECT coalesce(sum(unused_fen + claim_fen), 0) FROM disputes d WHERE d.lot_id = l.id) AS given_fen
          FROM lots l WHERE given_fen > l.paid_fen`,
  )
  return rows.map((r) => `12: ${r.given_fen} of ${r.paid_fen} given back for ${r.id}`)
}
