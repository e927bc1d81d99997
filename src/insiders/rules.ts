import { DAY_MS, type Instant, plusMs } from '../kernel/time'
import type { MarkKind } from './store'

/** Whether somebody of the shop is the holder: then the holder's word is the shop's. */
export const isShopsOwnHolder = (kind: MarkKind): boolean =>
  kind === 'same_phone' || kind === 'same_device'

const SHOWN_MS = 30 * DAY_MS
/** Since when a shop's marks are added up. */
export const countedSince = (now: Instant): Instant => plusMs(now, -SHOWN_MS)

/** What each mark says, to the shop, the holder and an official. */
export const MARK_WORDS: Record<MarkKind, { zh: string; en: string }> = {
  same_phone: {
    zh: '持卡人的手机号就是本店店员的',
    en: 'The holder’s number is that of somebody of the shop',
  },
  same_device: {
    zh: '持卡人和本店店员用同一台设备',
    en: 'The holder and somebody of the shop use one device',
  },
  burst: {
    zh: '一小时内十几笔不经手机的使用',
    en: 'More than ten uses without a phone within an hour',
  },
  before_payout: {
    zh: '半小时内不经手机的使用超过 500 元',
    en: 'More than ¥500 used without a phone within half an hour',
  },
  used_at_once: { zh: '买卡当天就用掉大半', en: 'Used up on the day it was bought' },
}
