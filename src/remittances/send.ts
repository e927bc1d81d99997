import { log } from '../environment/log'
import { tellOnce } from '../instructions/tell'
import { bareId } from '../kernel/ids'
import { insist, refuse } from '../kernel/refusals'
import type { Work } from '../platform/act'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { expectRefundStatement } from '../purchases/store'
import { refundAndCard } from '../refunds/settle'
import { type PartRow, readRefundable, readRefunds, updatePart } from '../refunds/store'
import { unsealAccount } from './account'
import { type PartNews, partNewsStatements, partOrder } from './outcome'

type DueRow = PartRow & { provider_payment_ref: string; custody_account_no: string | null }

/**
 * Sends refunds on their way and asks what became of those that are: the intent first, then the call, then what was
 * said. At most `limit` parts; safe to run twice, at once, or to die anywhere: one part is one refund at the provider
 * (its number is the key) and one instruction at the bank.
 */
export async function sendRefunds(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    readDue(sql`p.next_check_at <= ${now} AND ${notSetAsideCondition('sendRefunds', sql`p.id`, now)}
                ORDER BY p.next_check_at, p.id LIMIT ${limit}`),
  )
  return eachDue(world, 'sendRefunds', due, {
    id: ({ id }) => id,
    act: (part) => sendPart(world, part),
  })
}

/**
 * A notice about a refund is a hint: we ask, and book what we are told. Unknown references are nobody's; when asking
 * fails, the clock asks again.
 */
export async function recheckRefund(world: World, refund_ref: string): Promise<void> {
  try {
    await recheck(world, refund_ref)
  } catch (error) {
    log('refund_not_rechecked', { error: String(error) })
  }
}
async function recheck(world: World, refund_ref: string): Promise<void> {
  const [part] = await all(world.db, readDue(sql`p.provider_ref = ${refund_ref}`))
  if (part?.state === 'sent' || part?.state === 'succeeded') await sendPart(world, part)
}

const readDue = (where: Statement) =>
  sql<DueRow>`SELECT p.*, u.provider_ref AS provider_payment_ref, m.custody_account_no
        FROM refund_parts p JOIN purchases u ON u.id = p.purchase_id JOIN merchants m ON m.id = p.merchant_id
        LEFT JOIN ledger_accounts c ON c.id = 'custody:' || p.merchant_id
        LEFT JOIN ledger_accounts g ON g.id = 'deposit:' || p.merchant_id
       WHERE (p.route = 'original' OR p.state <> 'created' 
              OR -coalesce(c.balance_fen, 0) - coalesce(g.balance_fen, 0) >= p.amount_fen) AND ${where}`

async function sendPart(world: World, part: DueRow) {
  if (part.state === 'created') {
    const begun = await markSent(world, part)
    if (begun.status !== 200) return begun
    part = { ...part, state: 'sent', sent_at: world.now(), version: part.version + 1 }
  }
  return recordPart(world, part, await hearOf(world, part))
}

/** An answer that did not come is asked for later, and never raised: it is nobody's mistake to be set aside. */
async function hearOf(world: World, part: DueRow): Promise<PartNews> {
  try {
    return part.route === 'original'
      ? await throughProvider(world, part)
      : await throughBank(world, part)
  } catch (error) {
    log('refund_unanswered', { job: 'sendRefunds', error: String(error) })
    return { state: 'unclear', ref: null, reason: null }
  }
}

async function throughProvider(world: World, part: DueRow): Promise<PartNews> {
  const { id, provider_ref, amount_fen } = part
  const order = { our_no: bareId(id), provider_ref: part.provider_payment_ref, amount_fen }
  const said =
    provider_ref !== null
      ? await world.payments.queryRefund(provider_ref)
      : await tellOnce(world, partOrder(part), {
          // A provider has no question by our number but this: told again, it looks first.
          ask: async () => null,
          tell: (again) => world.payments.refund({ ...order, again }),
        })
  return { state: said.state, ref: said.refund_ref, reason: said.reason }
}

const STATE_OF = {
  accepted: 'pending',
  paid: 'succeeded',
  rejected: 'failed',
  returned: 'failed',
  unknown: 'unclear',
} as const
async function throughBank(world: World, part: DueRow): Promise<PartNews> {
  const instruction_id = bareId(part.id)
  const query = () => world.bank.queryPayout({ instruction_id })
  const said =
    part.state === 'succeeded'
      ? await query()
      : await tellOnce(world, partOrder(part), {
          ask: async () => {
            const news = await query()
            return news.state === 'unknown' ? null : news
          },
          tell: async () => ({ ...(await tellBank(world, part, instruction_id)), at: null }),
        })
  return { state: STATE_OF[said.state], ref: said.bank_ref, reason: said.reason }
}

async function tellBank(world: World, part: DueRow, instruction_id: string) {
  const account = await unsealAccount(world, part.refund_id)
  insist(part.custody_account_no !== null, 'an admitted merchant has a custody account')
  return world.bank.submitPayout({
    instruction_id,
    custody_account_no: part.custody_account_no,
    to_account_no: account.account_no,
    to_holder: account.holder,
    amount_fen: part.amount_fen,
    purpose: '预付款退款',
  })
}

/** The intent, before any call: from here on the refund cannot be withdrawn. */
function markSent(world: World, part: DueRow) {
  const { id, version } = part
  const request = {
    operation: 'markRefundSent',
    key: `${id}:${version}`,
    said: [id, version],
  }
  return jobAct(world, request, {
    reads: () => ({ part: sql<PartRow>`SELECT * FROM refund_parts WHERE id = ${id}` }),
    decide: ({ rows, now }): Work => {
      const found = rows.part[0] ?? refuse('refund_not_found')
      const fresh = found.state === 'created' && found.version === version
      if (!fresh) refuse('refund_changed_meanwhile')
      const statements = [
        updatePart({ ...found, state: 'sent', sent_at: now }),
        ...(found.route === 'original'
          ? [expectRefundStatement(found.purchase_id, found.amount_fen)]
          : []),
      ]
      return { status: 200, subject_id: id, body: { id, sent: true }, statements }
    },
  })
}

/** Books what was said about a part as it was when we asked; newer news by somebody else is left alone. */
function recordPart(world: World, part: PartRow, news: PartNews) {
  const { id, refund_id, version } = part
  const key = `${id}:${version}:${news.state}:${world.now()}`
  const request = {
    operation: 'recordRefundPart',
    key,
    said: [id, version, news.state],
  }
  return jobAct(world, request, {
    reads: () => ({
      refund: readRefunds(sql`r.id = ${refund_id}`),
      card: readRefundable(sql`c.id = ${part.card_id}`),
    }),
    decide: ({ rows, now, kit }): Work => {
      const of = refundAndCard(rows)
      const current = of.refund.parts.find((one) => one.id === id)
      const fresh = current?.version === version ? current : undefined
      const statements = fresh ? partNewsStatements(kit, { ...of, part: fresh, news, now }) : null
      return {
        status: 200,
        subject_id: id,
        body: { id, state: news.state },
        statements: statements ?? [],
      }
    },
  })
}
