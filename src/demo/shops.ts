import type { AnswerTo } from '../client/types'
import { plusDays } from '../kernel/time'
import { cashierName, staffPhone } from './cast'
import type { Client } from './client'
import { signIn } from './people'
import type { ShopPlan } from './plans'

export type Offer = Pick<
  AnswerTo<'POST /v1/offers', 'staff'>,
  'id' | 'kind' | 'contract_hash' | 'price_fen'
>
export type Shop = {
  id: string
  code: string
  plan: ShopPlan
  owner_id: string
  cashier_id: string
  offers: Offer[]
}

/** A shop joins: applies, is admitted, hires a cashier, writes its price list and its offers. */
export async function openShop(
  client: Client,
  operator: string,
  plan: ShopPlan,
  n: number,
  today: string,
): Promise<Shop> {
  const owner_phone = staffPhone(n, 1)
  const desk = client.yufubao.as('operator', operator)
  const { id, code } = await desk.must('POST /v1/merchants', {
    body: {
      name: plan.name,
      entity_type: plan.entity_type,
      sector: plan.sector,
      district: plan.district,
      address: plan.address,
      licence_no: licenceNo(n),
      licence_expires_on: plusDays(today, 3650),
      legal_representative: plan.legal_representative,
      lease_ends_on: plusDays(today, 1460),
      settlement_account_no: `62170000${String(n).padStart(7, '0')}1`,
      owner: { name: plan.legal_representative, phone: owner_phone },
    },
  })
  await desk.must('POST /v1/merchants/:id/admission', { params: { id } })
  const signed_in = await signIn(client, { phone: owner_phone, kind: 'staff' })
  const owner = client.yufubao.as('staff', signed_in.token)
  const cashier = await owner.must('POST /v1/merchants/:id/staff', {
    params: { id },
    body: { name: cashierName(n), role: 'cashier', phone: staffPhone(n, 2) },
  })
  for (const [name, list_price_fen, visits] of plan.items) {
    const body = { name, list_price_fen, ...(visits === undefined ? {} : { visits }) }
    await owner.must('POST /v1/price-items', { body })
  }
  const offers: Offer[] = []
  for (const offer of plan.offers) {
    const made = await owner.must('POST /v1/offers', { body: { ...offer, clauses: [] } })
    const { kind, contract_hash, price_fen } = made
    offers.push({ id: made.id, kind, contract_hash, price_fen })
  }
  return { id, code, plan, owner_id: signed_in.person_id, cashier_id: cashier.id, offers }
}

const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** An invented unified social credit code of Weihai (371000) with its check character (GB 32100-2015). */
export function licenceNo(n: number): string {
  const body = `92371000MA${String(n).padStart(7, '0')}`
  const sum = [...body].reduce(
    (total, digit, i) => total + DIGITS.indexOf(digit) * (WEIGHTS[i] ?? 0),
    0,
  )
  return body + (DIGITS[(31 - (sum % 31)) % 31] ?? '0')
}
