import type { listWatchedShopsOperation } from '../../supervision/routes'
import type { AnswerFor } from '../door'

export type WatchedPage = AnswerFor<typeof listWatchedShopsOperation>
export type WatchedShop = WatchedPage['data'][number]
export type Signal = WatchedShop['signals'][number]

/** Where a signal is dealt with, and what the way there is called. */
type Next = { href: string; zh: string; en: string }

/** Where an official goes on from a signal; null where it is the shop's own page that tells more. */
export function signalNext({ kind, subject_id }: Signal): Next | null {
  if (subject_id === null) return null
  switch (kind) {
    case 'incident_reported':
      return { href: `/r/incidents/${subject_id}`, zh: '去确认', en: 'Confirm' }
    case 'refund_shortfall':
    case 'incident_refunding':
    case 'closure_announced':
    case 'closure_refunding':
      return { href: `/r/incidents/${subject_id}`, zh: '看进度', en: 'Progress' }
    case 'break_overdue':
      return { href: `/r/coverage/breaks/${subject_id}`, zh: '看差异', en: 'Look' }
    case 'refund_contested':
      return { href: `/r/mediation/refunds/${subject_id}`, zh: '去调解', en: 'Mediate' }
    case 'use_contested':
      return { href: `/r/mediation/holds/${subject_id}`, zh: '去处理', en: 'Decide' }
    default:
      return null
  }
}

/** The same from a list of shops: where nothing else is, the shop's own page at the place in question. */
export function nextInList(shop: WatchedShop, signal: Signal): Next {
  const href = `/r/shops/${shop.merchant_id}`
  const own: Partial<Record<Signal['kind'], Next>> = {
    coverage_short: { href: `${href}#coverage`, zh: '看逐日', en: 'Day by day' },
    coverage_unexplained: { href: `${href}#coverage`, zh: '看逐日', en: 'Day by day' },
    change_announced: { href: `${href}#changes`, zh: '看变更', en: 'Look' },
  }
  return signalNext(signal) ?? own[signal.kind] ?? { href, zh: '看这家店', en: 'Open' }
}
