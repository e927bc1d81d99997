import { readMeOperation } from '../../identity/routes'
import { cityOn, districtShort } from '../../kernel/city'
import { readMerchantOperation } from '../../merchants/routes'
import { type Around, isDesk, type Who } from '../around'
import type { AnswerFor, AskAs, Reader } from '../door'

type Me = AnswerFor<typeof readMeOperation>
const ROLES: Record<Me['role'], readonly [string, string]> = {
  consumer: ['顾客', 'holder'],
  owner: ['店主', 'owner'],
  manager: ['店长', 'manager'],
  cashier: ['收银员', 'cashier'],
  bank: ['银行', 'bank'],
  supervisor: ['监管', 'supervisor'],
  operator: ['平台', 'operator'],
}

/**
 * Who works at this desk and for what, for the bar of the page: a shared desk makes mistakes where it does not say so.
 * Null where nobody is signed in or the page is a person's own; an answer that fails leaves the page without it.
 */
export async function whoWorks(ask: AskAs, kind: Reader, around: Around): Promise<Who | null> {
  if (kind === 'public' || !isDesk(kind)) return null
  try {
    const me = await ask(readMeOperation)
    if (me.object === 'consumer') return null
    return {
      name: me.name,
      is: me.role,
      role: ROLES[me.role],
      place: await placeOf(ask, me, around),
    }
  } catch {
    return null
  }
}

async function placeOf(
  ask: AskAs,
  me: Exclude<Me, { object: 'consumer' }>,
  { city, today, custodian }: Around,
): Promise<Who['place']> {
  if (me.object === 'staff_member') {
    const { name } = await ask(readMerchantOperation, { params: { id: me.merchant_id } })
    return [name, name]
  }
  const whole = cityOn(city, today)
  if (me.kind === 'bank' && custodian) return [custodian.name, custodian.name_en]
  const districts = me.districts.map((code) => districtShort(city, code)).join(' ')
  return districts === ''
    ? [`${whole.short_name} · 全市`, `all of ${whole.name_en}`]
    : [`辖区 ${districts}`, `for ${districts}`]
}
