import type { listWatchedShopsOperation } from '../../supervision/routes'
import type { AnswerFor } from '../door'

export type WatchedPage = AnswerFor<typeof listWatchedShopsOperation>
type WatchedShop = WatchedPage['data'][number]
export type Signal = WatchedShop['signals'][number]

/** Where a signal is dealt with, and what the way there is called. */
export type Next = { href: string; zh: string; en: string }

/** Where an official goes on from a signal; null where it is the shop's own page that tells more. */
export function signalNext({ kind, subject_id }: Pick<Signal, 'kind' | 'subject_id'>): Next | null {
  if (subject_id === null) return null
  switch (kind) {
    case 'incident_reported':
      return { href: `/r/incidents/${subject_id}`, zh: '去确认', en: 'Confirm' }
    case 'refund_shortfall':
    case 'incident_refunding':
    case 'refunds_arriving':
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
