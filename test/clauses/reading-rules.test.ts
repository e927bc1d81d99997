import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { citation, clauseKind, KIND_IDS, kindArticles } from '../../src/clauses/kinds'
import { findVoidTerms, readClauses } from '../../src/clauses/read'
import { HERE } from '../support/weihai'

const read = (text: string) => readClauses(text, HERE)
const kindsIn = (text: string) => read(text).flatMap(({ findings }) => findings.map((f) => f.kind))
const voidIn = (text: string) => findVoidTerms([text], HERE).map(({ kind }) => kind)

const PIECES = fc.constantFrom(
  ...[
    '不得',
    '退款',
    '转让',
    '、',
    '，',
    '。',
    '：',
    '“',
    '的',
    '如',
    '就',
    '余额',
    '视为',
    '有权',
  ],
  ...['过期', '作废', '因', '而', '概不', '30%', '须', '\n', '；', ' ', '😀', '𠀀', '\u200b'],
)

describe('reading a text', () => {
  it('never throws, and every excerpt stands in the text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(PIECES, { maxLength: 60 }).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        for (const { findings, text: sentence } of read(text)) {
          expect(text).toContain(sentence)
          for (const { excerpt } of findings) expect(text).toContain(excerpt)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('judges each sentence by itself: what follows one changes nothing in it', () => {
    const one = '本卡一经售出概不退款。'
    expect(read(`${one}请提前预约。`).map(({ findings }) => findings.length)).toEqual([1, 0])
  })

  it('reads what was spelt to hide', () => {
    for (const text of [
      '概 不 退 款',
      '概，不，退，款',
      '概😀不😀退😀款',
      '槪不退欵',
      '概不tui款',
      '概卟退费',
    ])
      expect([text, voidIn(text)]).toEqual([text, ['no_refund']])
  })

  it('lets a heading rule the items that follow it', () => {
    expect(kindsIn('商家不得有下列行为：拒绝退款；不予补卡；单方涨价')).toEqual([])
    expect(kindsIn('会员不得有下列行为：转让会员卡；吸烟')).toEqual(['no_transfer'])
  })

  it('reads by likeness what no rule reads, and only as a kind whose act is spoken of', () => {
    expect(voidIn('转账即视为认购课程，落子无悔，退钱的话免开尊口')).toEqual(['no_refund'])
    expect(voidIn('门店停业的，已上课时仍按单节原价折算，扣完为止')).toEqual([
      'refund_at_list_price',
    ])
    expect(voidIn('场地按小时计费，不足半小时按半小时')).toEqual([])
  })

  it('lets no lawful words around a void term talk it away', () => {
    const lawful = '本店依法提供发票，支持随时查询余额，不收任何手续费，转让免费，遗失可补'
    expect(voidIn(`${lawful}，一经售出概不退款`)).toEqual(['no_refund'])
    expect(voidIn(`${lawful}，最终解释权归本店`)).toEqual(['final_say'])
    expect(voidIn(lawful)).toEqual([])
  })

  it('takes a quotation that is taken back for no term', () => {
    expect(kindsIn('凡有“概不退款”字样的旧卡，本店照常退款')).toEqual([])
    expect(voidIn('本店“概不退款”')).toEqual(['no_refund'])
  })

  it('says also what is lawful only where it is pointed out, and what depends', () => {
    const severity = (text: string) =>
      read(text).flatMap(({ findings }) => findings.map((found) => [found.kind, found.severity]))
    expect(severity('会员自己要退的，已消费部分按打折前的原价计算')).toEqual([
      ['own_wish_at_list_price', 'prominent'],
    ])
    expect(severity('预约后爽约的，扣一次')).toEqual([['missed_booking', 'prominent']])
    expect(severity('会员卡不得转借')).toEqual([['no_lending', 'watch']])
    expect(voidIn('会员卡不得转借')).toEqual([])
  })
})

/** The statements that differ by one thing: void on the left, its lawful neighbour on the right. */
describe('a void term and its lawful neighbour', () => {
  it.each([
    ['no_refund', '余额不退', '余额可退'],
    ['no_refund', '不得要求退款', '不得拒绝退款'],
    ['no_refund', '会员卡售出不退不换', '现做面包不退不换'],
    ['no_refund', '余额不能提现', '余额不能提现，但可以依法申请退款'],
    ['no_refund', '本金不能提现', '赠送金额不能提现'],
    ['refund_fee', '退款收手续费30元', '退款不收手续费'],
    ['forfeiture', '余额过期作废', '优惠券过期作废'],
    ['no_transfer', '不得转借、转赠', '可以转借、转赠'],
    ['transfer_fee', '转让收取200元', '转让不收费'],
    ['lost_not_reissued', '会员卡遗失不补', '不记名卡遗失不补'],
    ['unilateral_change', '本店有权调整价格', '调整价格须征得会员同意'],
    ['clock_runs', '装修期间有效期照常计算', '装修期间有效期顺延'],
    ['moves', '搬迁后须到新店，不得以此退卡', '搬迁后可以到新店，也可以退卡'],
    ['records_decide', '次数以本店系统记录为准', '次数以双方签字的记录为准'],
    ['exclusion_of_liability', '孩子受伤由家长自行承担后果', '孩子受伤由本店承担责任'],
    ['costly_dispute', '不得向12315投诉', '可以向12315投诉'],
    ['final_say', '以店长答复为准', '店员负责解释清楚'],
    ['no_invoice', '开票另收6%', '开票不另收费'],
    ['portrait', '本店有权使用会员照片做宣传', '未经同意不使用会员照片做宣传'],
    ['balance_as_deposit', '余额当押金留在店里', '手牌押金归还时退还'],
  ])('%s: %s · %s', (kind, void_term, lawful) => {
    expect(voidIn(void_term)).toContain(kind)
    expect(voidIn(lawful)).toEqual([])
  })
})

it('cites each kind by article, paragraph and item, and offers a wording that is itself lawful', () => {
  for (const id of KIND_IDS) {
    const { articles, instead } = clauseKind(id)
    expect(articles.map(citation).join('、')).toMatch(/第[一二三四五六七八九十百千零]+条/)
    expect([id, voidIn(instead.zh)]).toEqual([id, []])
  }
  expect(citation({ law: '法释〔2025〕4号', article: 13, paragraph: 1, item: 2 })).toBe(
    '法释〔2025〕4号第十三条第一款第二项',
  )
  expect(citation({ law: '民法典', article: 1019, paragraph: null, item: null })).toBe(
    '民法典第一千零一十九条',
  )
})

it('cites a region’s own rule beside the nation’s, from its day on and there alone', () => {
  const cited = (region: string, on: `${number}-${number}-${number}`) =>
    kindArticles('no_refund', { region, on }).map(citation)
  const beijing = '北京市单用途预付卡管理条例第十五条第一款'
  expect(cited('beijing', '2022-06-01')).toContain(beijing)
  expect(cited('beijing', '2022-05-31')).not.toContain(beijing)
  expect(cited('shandong', '2026-01-01')).not.toContain(beijing)
})

describe('who is bound', () => {
  it.each([
    '甲方不得以优惠活动、特价商品为由拒绝退还剩余预付款',
    '门店不得向受让人收取过户费，违者由总部处罚',
    '甲方逾期退款的，每逾期一日按未退金额的万分之五支付违约金',
    '门店关闭的，由总部对会员余额承担连带退还责任',
    '不会因为您提意见就不给约课',
    '并非只有特殊情况才能退，想退就可以申请',
    '收据丢失的，写个说明即可办理退款',
    '做过的疗程不退费，没做的疗程按次退',
  ])('leaves alone what binds the shop or denies a denial: %s', (clause) => {
    expect(voidIn(clause)).toEqual([])
  })
  it.each([
    '乙方不得以价格下调、环境变化、时间冲突等为由要求甲方返还会费',
    '会员不得以门店停业、拒绝延期为由要求退款',
    '甲方未提出退款的，视为放弃余额',
    '店铺搬迁的，会员可以退卡但须扣30%手续费',
    '做过的不退费，没做的也不退费',
    '会员可以退卡，须支付合同总额30%的违约金',
  ])('still reads what binds the consumer: %s', (clause) => {
    expect(voidIn(clause).length).toBeGreaterThan(0)
  })
})
