import { describe, expect, it } from 'vitest'
import { untranslatedIn } from '../browser/untranslated'

describe('Chinese that an English page says by itself', () => {
  it.each([
    ['<p>Paid</p>', []],
    ['<p>已付</p>', ['已付']],
    ['<p>Paid at 海棠面包房</p>', []],
    ['<p>海棠面包房的卡</p>', ['的卡']],
    ['<input placeholder="店铺码">', ['店铺码']],
    ['<svg role="img" aria-label="消费码"></svg>', ['消费码']],
    ['<a lang="zh-CN" href="/">中文</a> <b>退</b>', ['退']],
    ['<div lang="zh-CN"><div>合同</div><p>条款</p></div><p>余额</p>', ['余额']],
    ['<head><title>预付保</title></head><style>/* 样式 */</style><p>ok</p>', []],
    ['<p>退款 ¥12.00，原路退回</p>', ['退款 ¥12.00，原路退回']],
  ])('%s', (html, said) => {
    expect(untranslatedIn(html, ['海棠面包房'])).toEqual(said)
  })
  it('a longer name is taken away before a shorter one in it', () => {
    expect(untranslatedIn('<p>海棠面包房东门店</p>', ['海棠面包房东门店', '海棠面包房'])).toEqual(
      [],
    )
  })
})
