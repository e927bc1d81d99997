import type { Kind, Role } from '../platform/actor'
import type { IconName } from './look/icon-names'

type Entry = { href: string; zh: string; en: string; icon: IconName }
/** Where each role's page bar leads; nothing stands here before it works. Two characters each: they fit 320 px in 长辈版. */
const NAV: Record<Kind, readonly Entry[]> = {
  consumer: [
    { href: '/c', zh: '我的卡', en: 'Cards', icon: 'wallet-cards' },
    { href: '/c/refunds', zh: '退款', en: 'Refunds', icon: 'undo-2' },
    { href: '/c/me', zh: '我的', en: 'Me', icon: 'user-round' },
  ],
  staff: [
    { href: '/m', zh: '收银', en: 'Till', icon: 'scan-line' },
    { href: '/m/today', zh: '今天', en: 'Today', icon: 'sun' },
    { href: '/m/cards', zh: '卡', en: 'Cards', icon: 'wallet-cards' },
    { href: '/m/refunds', zh: '退款', en: 'Refunds', icon: 'undo-2' },
    { href: '/m/shop', zh: '店', en: 'Shop', icon: 'store' },
  ],
  bank: [
    { href: '/b', zh: '今天', en: 'Today', icon: 'sun' },
    { href: '/b/breaks', zh: '差异', en: 'Breaks', icon: 'scale' },
    { href: '/b/closes', zh: '封账', en: 'Closes', icon: 'lock' },
    { href: '/b/files', zh: '文件', en: 'Files', icon: 'file-text' },
    { href: '/b/merchants', zh: '店家', en: 'Shops', icon: 'store' },
  ],
  regulator: [
    { href: '/r', zh: '待办', en: 'Work', icon: 'list-checks' },
    { href: '/r/shops', zh: '店铺', en: 'Shops', icon: 'store' },
    { href: '/r/mediation', zh: '调解', en: 'Disputes', icon: 'scale' },
    { href: '/r/coverage', zh: '覆盖率', en: 'Coverage', icon: 'shield-check' },
    { href: '/r/city', zh: '全貌', en: 'City', icon: 'chart-column' },
  ],
  operator: [
    { href: '/o', zh: '平台', en: 'Health', icon: 'house' },
    { href: '/o/jobs', zh: '任务', en: 'Jobs', icon: 'refresh-cw' },
    { href: '/o/books', zh: '账', en: 'Books', icon: 'receipt-text' },
    { href: '/o/merchants', zh: '店家', en: 'Shops', icon: 'store' },
    { href: '/o/officials', zh: '人员', en: 'People', icon: 'users-round' },
  ],
}
/** Of a role's bar the entries that answer it: a cashier has neither the shop's totals nor its customers and refunds. */
const CLOSED: Partial<Record<Role, readonly string[]>> = {
  cashier: ['/m/today', '/m/cards', '/m/refunds'],
}
export const entriesFor = (kind: Kind, role: Role | undefined): readonly Entry[] =>
  NAV[kind].filter(({ href }) => !(role && CLOSED[role]?.includes(href)))
export const HOME: Record<Kind, string> = {
  consumer: '/c',
  staff: '/m',
  bank: '/b',
  regulator: '/r',
  operator: '/o',
}
/** Where a role's search leads, and what may be typed: a GET with `q`. A role without one has no field in its bar. */
export const FIND: Partial<Record<Kind, { href: string; zh: string; en: string }>> = {
  bank: { href: '/b/merchants', zh: '找店名', en: 'Find a shop by name' },
  regulator: { href: '/r/shops', zh: '找店名', en: 'Find a shop by name' },
  operator: { href: '/o/merchants', zh: '找店名', en: 'Find a shop by name' },
}

/** Pages that belong to an entry whose address theirs does not begin with: a person's own account. */
const BELONGS: Readonly<Record<string, readonly string[]>> = {
  '/c/me': [
    'data',
    'devices',
    'mandates',
    'phone',
    'pin',
    'prove',
    'readings',
    'recover',
    'union',
  ].map((name) => `/c/${name}`),
}
/** The entry the page belongs to: the longest address that the page's begins with. */
export function currentEntry(kind: Kind, path: string): Entry | undefined {
  const isUnder = (href: string) => path === href || path.startsWith(`${href}/`)
  const named = NAV[kind].find(({ href }) => BELONGS[href]?.some(isUnder))
  if (named) return named
  return NAV[kind]
    .filter(({ href }) => isUnder(href))
    .sort((a, b) => b.href.length - a.href.length)[0]
}
