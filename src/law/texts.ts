import type { Cite } from './cite'
import INTERPRETATION from './interpretation.json' with { type: 'json' }

export { INTERPRETATION }

/** The few places of other laws that derivations name, as they stand in force. */
const OTHERS: Readonly<Record<string, string>> = {
  民法典第一百五十七条:
    '民事法律行为无效、被撤销或者确定不发生效力后，行为人因该行为取得的财产，应当予以返还；不能返还或者没有必要返还的，应当折价补偿。' +
    '有过错的一方应当赔偿对方由此所受到的损失；各方都有过错的，应当各自承担相应的责任。法律另有规定的，依照其规定。',
  民法典第二百零三条第一款:
    '期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。',
  消费者权益保护法第五十五条第一款:
    '经营者提供商品或者服务有欺诈行为的，应当按照消费者的要求增加赔偿其受到的损失，增加赔偿的金额为消费者购买商品的价款或者接受服务的费用的三倍；' +
    '增加赔偿的金额不足五百元的，为五百元。法律另有规定的，依照其规定。',
}

/** The sentence a citation stands on, word for word; null where its text is not kept here. */
export function quotedText({ text, law, article, paragraph, item }: Cite): string | null {
  if (law !== '法释〔2025〕4号') return OTHERS[text] ?? null
  const found = INTERPRETATION.articles.find((one) => one.article === article)
  if (!found) return null
  const paragraphs = paragraph === null ? found.paragraphs : [found.paragraphs[paragraph - 1]]
  const said = paragraphs.flatMap((one) => {
    if (!one) return []
    const items = item === null ? one.items : one.items.slice(item - 1, item)
    return [one.text, ...items]
  })
  return said.length === 0 ? null : said.join('')
}

/** Where a citation stands on the page of the whole text: `a18`, `a18-1`, `a18-1-2`; null for another law. */
export function articleAnchor({ law, article, paragraph, item }: Cite): string | null {
  if (law !== '法释〔2025〕4号' || article === null) return null
  return [`a${article}`, paragraph, item].filter((part) => part !== null).join('-')
}
