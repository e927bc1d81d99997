import type { Kind } from '../platform/actor'

type Entry = { href: string; zh: string; en: string }
/** Where each role's page bar leads; nothing stands here before it works. Two characters each: they fit 320 px in 长辈版. */
export const NAV: Record<Kind, readonly Entry[]> = {
  consumer: [
    { href: '/c', zh: '我的卡', en: 'Cards' },
    { href: '/c/refunds', zh: '退款', en: 'Refunds' },
    { href: '/c/me', zh: '我的', en: 'Me' },
  ],
  staff: [
    { href: '/m', zh: '收银', en: 'Till' },
    { href: '/m/today', zh: '今天', en: 'Today' },
    { href: '/m/cards', zh: '卡', en: 'Cards' },
    { href: '/m/refunds', zh: '退款', en: 'Refunds' },
    { href: '/m/shop', zh: '店', en: 'Shop' },
  ],
  bank: [
    { href: '/b', zh: '今天', en: 'Today' },
    { href: '/b/breaks', zh: '差异', en: 'Breaks' },
    { href: '/b/closes', zh: '封账', en: 'Closes' },
    { href: '/b/files', zh: '文件', en: 'Files' },
    { href: '/b/merchants', zh: '店家', en: 'Shops' },
  ],
  regulator: [
    { href: '/r', zh: '待办', en: 'Work' },
    { href: '/r/shops', zh: '店铺', en: 'Shops' },
    { href: '/r/mediation', zh: '调解', en: 'Disputes' },
    { href: '/r/coverage', zh: '覆盖率', en: 'Coverage' },
    { href: '/r/city', zh: '全貌', en: 'City' },
  ],
  operator: [
    { href: '/o', zh: '平台', en: 'Health' },
    { href: '/o/jobs', zh: '任务', en: 'Jobs' },
    { href: '/o/books', zh: '账', en: 'Books' },
    { href: '/o/merchants', zh: '店家', en: 'Shops' },
    { href: '/o/officials', zh: '人员', en: 'People' },
  ],
}
export const HOME: Record<Kind, string> = {
  consumer: '/c',
  staff: '/m',
  bank: '/b',
  regulator: '/r',
  operator: '/o',
}

/** The entry the page belongs to: the longest address that the page's begins with. */
export function currentEntry(kind: Kind, path: string): Entry | undefined {
  return NAV[kind]
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0]
}
