import { describe, expect, it } from 'vitest'
import { ART, articleInEnglish, CIVIL_CODE, citesIn, numeral } from '../../src/law/cite'
import { articleAnchor, INTERPRETATION, quotedText } from '../../src/law/texts'
import { QUESTIONS } from '../../src/reckoning/readings'

describe('places of the law', () => {
  it.each([
    [8, '八'],
    [10, '十'],
    [14, '十四'],
    [20, '二十'],
    [27, '二十七'],
    [55, '五十五'],
    [203, '二百零三'],
    [563, '五百六十三'],
    [580, '五百八十'],
  ])('%i is %s', (n, text) => expect(numeral(n)).toBe(text))

  it('are read back as they were written', () => {
    const article = `${ART([18, 1, 2], 20)}、${CIVIL_CODE([203, 1])}`
    expect(citesIn(article).map(({ article: n, paragraph, item }) => [n, paragraph, item])).toEqual(
      [
        [18, 1, 2],
        [20, null, null],
        [203, 1, null],
      ],
    )
    expect(articleInEnglish(ART([13, 1, 4]))).toContain('art. 13 para. 1 item 4')
    expect(citesIn('《北京市单用途预付卡管理条例》第十六条')[0]?.law).toBeNull()
  })
  it('have their own words and an address on the page of the whole text', () => {
    const [cite] = citesIn(ART([22, 2]))
    expect(cite && quotedText(cite)).toContain('经营者停止提供商品或者服务后的剩余履行期限')
    expect(cite && articleAnchor(cite)).toBe('a22-2')
  })
  it('exist, wherever an open question names one', () => {
    for (const { article } of Object.values(QUESTIONS))
      for (const cite of citesIn(article)) expect(quotedText(cite), cite.text).not.toBeNull()
  })
  it('are twenty-seven articles in all', () => {
    expect(INTERPRETATION.articles.map(({ article }) => article)).toEqual(
      Array.from({ length: 27 }, (_, i) => i + 1),
    )
  })
})
