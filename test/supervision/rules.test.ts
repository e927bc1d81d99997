import { describe, expect, it } from 'vitest'
import {
  type Matter,
  matterSentence,
  officialMay,
  type Place,
  placeFrom,
  placeKey,
  SIGNAL_KINDS,
  SIGNALS,
  shopsState,
} from '../../src/supervision/rules'

const matter = (more: Partial<Matter>): Matter => ({
  kind: 'sales_held',
  subject_id: null,
  money_fen: 0,
  cards_count: 0,
  detail: null,
  due: null,
  ...more,
})
const names = (of: string, code: string) => `${of} ${code}`
const zh = (more: Partial<Matter>) => matterSentence(matter(more), names).zh

describe('what a closed day says of a jurisdiction', () => {
  it.each([
    [{ shops_missing: 0, silent_count: 0 }, 'whole'],
    [{ shops_missing: 0, silent_count: 2 }, 'silent'],
    [{ shops_missing: 1, silent_count: 2 }, 'missing'],
  ] as const)('%j is %s', (of, state) => {
    expect(shopsState(of)).toBe(state)
  })
})

describe('why a shop is looked at', () => {
  it.each(SIGNAL_KINDS)('is said in two languages: %s', (kind) => {
    const why = '[{"signal":"sales_surge","figure":900000,"baseline":120050,"weight":2}]'
    const detail = kind.startsWith('warning_') ? why : '卷闸门关闭'
    const said = matterSentence(matter({ kind, detail, due: '2026-03-02' }), names)
    expect(said.zh.length).toBeGreaterThan(3)
    expect(said.en).toMatch(/^[\x20-\x7e]*(卷闸门关闭|¥.*)?$/)
    expect(SIGNALS[kind]).toBeGreaterThanOrEqual(2)
  })
  it('carries what somebody wrote, and the day by which it matters', () => {
    expect(zh({ kind: 'incident_reported', detail: '卷闸门关闭' })).toContain('卷闸门关闭')
    expect(zh({ kind: 'sales_held', detail: '疑似失联' })).toBe('已暂停充值：疑似失联')
    expect(zh({ kind: 'break_overdue', detail: 'B1', due: '2026-03-02' })).toBe(
      '银行对账差异过期未解决（break B1，限 2026-03-02）',
    )
    expect(zh({ kind: 'change_announced', detail: 'move', due: '2026-06-01' })).toBe(
      '店家变更待平台核验：change move，2026-06-01 起',
    )
    expect(zh({ kind: 'refund_run', cards_count: 12 })).toContain('12 张卡')
  })
  it('says until when a refund is decided by the local day', () => {
    const due = '2026-03-02T16:30:00.000Z'
    expect(zh({ kind: 'refund_contested', due })).toBe('退款有争议，2026-03-03 前要裁定')
    expect(zh({ kind: 'refund_contested' })).toBe('退款有争议，等调解')
  })
})

describe('what an official may do', () => {
  const shop = { admitted_at: 'x', sales_held_at: null, ending_id: null }
  it.each([
    ['a shop in order', {}, ['holdSales', 'reportIncident']],
    ['one that is stopped', { sales_held_at: 'x' }, ['liftSalesHold', 'reportIncident']],
    ['one that is ending', { ending_id: 'end_1', sales_held_at: 'x' }, ['liftSalesHold']],
    ['one not admitted yet', { admitted_at: null }, ['holdSales']],
  ])('about %s', (_name, more, acts) => {
    expect(officialMay({ ...shop, ...more })).toEqual(acts)
  })
})

describe('a place in the ranked list', () => {
  const place: Place = { urgency: 5, stake_fen: 153_226_00, owed_fen: 7, id: 'mch_01ABC' }
  it('is written and read', () => {
    expect(placeFrom(placeKey(place))).toEqual(place)
  })
  it.each(['', 'mch_1', '6 0 0 mch_1', '5 0 0 crd_1', '5 x 0 mch_1', '5 0 0 mch_1 ', '5  0 mch_1'])(
    'that nobody made is none: %j',
    (key) => {
      expect(placeFrom(key)).toBeNull()
    },
  )
})
