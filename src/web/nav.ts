import type { Kind } from '../platform/actor'

type Entry = { href: string; zh: string; en: string }
/** Where each role's page bar leads; nothing stands here before it works. Two characters each: they fit 320 px in 长辈版. */
export const NAV: Record<Kind, readonly Entry[]> = {
  consumer: [{ href: '/c', zh: '我的卡', en: 'Cards' }],
  staff: [{ href: '/m', zh: '收银', en: 'Till' }],
  bank: [
    { href: '/b', zh: '今天', en: 'Today' },
    { href: '/b/breaks', zh: '差异', en: 'Breaks' },
    { href: '/b/closes', zh: '封账', en: 'Closes' },
    { href: '/b/files', zh: '文件', en: 'Files' },
    { href: '/b/merchants', zh: '店家', en: 'Shops' },
  ],
  regulator: [{ href: '/r', zh: '待办', en: 'Work' }],
  operator: [
    { href: '/o', zh: '平台', en: 'Health' },
    { href: '/o/jobs', zh: '任务', en: 'Jobs' },
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
