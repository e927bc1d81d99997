import { mandateUrl, type Objector } from '../../mandates/link'
import { objectionUrl } from '../../objections/link'
import type { Kit } from '../../platform/world'
import { stopUrl } from '../../recoveries/link'
import { stopUnionUrl } from '../../unions/link'

/** What ends with a link by which its reader stops it. */
const MAY_BE_STOPPED: readonly string[] = ['recovery.started', 'account_union.started']
/** What ends with a link by which its reader objects, and whose word that is. */
const MAY_BE_OBJECTED: Readonly<Record<string, Objector>> = {
  'mandate.filed': 'account',
  'mandate.companion_told': 'companion',
}
/** What ends with a link that asks the holder to speak: the one word a message may carry beyond its own. */
const ASKS_THE_HOLDER: readonly string[] = ['claim.started', 'booking.recorded']
/** Money went to the shop: what is told of it leads to the use, where its holder can object. */
const SETTLES: readonly string[] = [
  'redemption.succeeded',
  'claim.confirmed',
  'claim.decided',
  'booking.captured',
  'booking.no_show',
]

type Link = { before: '或点' | '不对点'; url: string }
/**
 * Where a message leads: made for it and never stored. The address of a use is no key (whoever opens it signs in first);
 * that of an objection or a stop does one thing that harms nobody.
 */
export async function linkOf(
  kit: Kit,
  { type, data }: { type: string; data: string },
): Promise<Link | null> {
  if (MAY_BE_STOPPED.includes(type)) {
    const about = JSON.parse(data) as { recovery_id: string } | { union_id: string }
    const url =
      'union_id' in about ? stopUnionUrl(kit, about.union_id) : stopUrl(kit, about.recovery_id)
    return { before: '或点', url: await url }
  }
  const objector = MAY_BE_OBJECTED[type]
  if (objector !== undefined) {
    const { mandate_id } = JSON.parse(data) as { mandate_id: string }
    return { before: '或点', url: await mandateUrl(kit, mandate_id, objector) }
  }
  if (ASKS_THE_HOLDER.includes(type)) {
    const { hold_id } = JSON.parse(data) as { hold_id: string }
    return { before: '或点', url: await objectionUrl(kit, hold_id) }
  }
  if (!SETTLES.includes(type)) return null
  const { redemption_id } = JSON.parse(data) as { redemption_id?: string | null }
  const { public_url } = kit.config
  return redemption_id ? { before: '不对点', url: `${public_url}/u/${redemption_id}` } : null
}
