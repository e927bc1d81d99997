import { yuan } from '../kernel/money'
import { joinSentences, type Sentence, sentence } from '../kernel/sentence'
import { spokenDay } from '../kernel/time'
import { bankKnowledge, cardsGap, coveredPart, type Knowledge } from './cover-rules'
import type { CardFacts, CardFigures, Standing, State, Tone } from './facts'
import { ENDING_WORDS, unknownWords } from './words'

/**
 * Where a card's money is, in one sentence, and how good that news is. Every page, message and answer that says
 * anything about the safety of a card says this. Pure; never claims more than the bank's closed day shows, and what
 * nothing covers is what is still owed to the holder. The holder's part of a gap is everybody's part alike.
 */
export function cardStanding(facts: CardFacts): Standing<CardFigures> {
  const knowledge = bankKnowledge(facts.shop)
  const figures = figuresOf(facts, knowledge)
  const state = stateOf(facts, figures, knowledge)
  const { zh, en } = joinSentences(sentences(facts, figures, { state, knowledge }))
  return { state, tone: standingTone(state), sentence: zh, sentence_en: en, figures }
}

function figuresOf(facts: CardFacts, knowledge: Knowledge): CardFigures {
  const { owed_fen, shop } = facts
  const transit_fen = between(facts.transit_fen, owed_fen)
  const unchecked_fen = between(facts.unchecked_fen, owed_fen - transit_fen)
  const counted_fen = owed_fen - transit_fen - unchecked_fen
  const gap = cardsGap(shop)
  const short_fen = between(
    facts.claim_short_fen ?? counted_fen - coveredPart(counted_fen, gap),
    counted_fen,
  )
  const known = knowledge === 'known'
  const there_fen = counted_fen - short_fen
  return {
    owed_fen,
    covered_fen: known ? there_fen : 0,
    transit_fen,
    unchecked_fen: unchecked_fen + (known ? 0 : there_fen),
    short_fen,
    business_day: shop.bank?.business_day ?? null,
  }
}
const between = (fen: number, most: number): number => Math.max(Math.min(fen, most), 0)

function stateOf(facts: CardFacts, figures: CardFigures, knowledge: Knowledge): State {
  const { shop } = facts
  if (figures.owed_fen === 0) return 'empty'
  if (figures.short_fen > 0) return isAdvance(facts) ? 'advance' : 'short'
  if (shop.ending !== 'none') return shop.ending
  if (facts.disputed_fen > 0) return 'disputed'
  if (knowledge !== 'known') return knowledge
  if (figures.transit_fen > 0) return 'transit'
  return figures.unchecked_fen > 0 ? 'unchecked' : 'covered'
}

/** An advance of a shop that goes on explains the whole gap. */
const isAdvance = ({ shop, claim_short_fen }: CardFacts): boolean =>
  shop.ending === 'none' && claim_short_fen === null && cardsGap(shop).missing_fen === 0

/** The worst first: what nothing covers is bad, what is open or unknown is a warning, what moves is told plainly. */
export function standingTone(state: State): Tone {
  if (state === 'short') return 'bad'
  if (state === 'covered') return 'safe'
  return state === 'transit' || state === 'unchecked' || state === 'empty' ? 'plain' : 'warn'
}

function sentences(
  facts: CardFacts,
  figures: CardFigures,
  of: { state: State; knowledge: Knowledge },
): readonly Sentence[] {
  const { shop, frozen } = facts
  const ending = ENDING_WORDS[shop.ending]
  const stopped = frozen ? [sentence('卡已挂失，谁都用不了。', 'The card is frozen.')] : []
  if (of.state === 'empty')
    return [...ending, ...stopped, sentence('卡里没有余下的钱。', 'Nothing is left on the card.')]
  return [
    ...shortWords(facts, figures),
    ...ending,
    ...unknownWords(of.knowledge, figures.business_day),
    whereWords(figures, of),
    ...movingWords(facts),
    ...stopped,
  ]
}

function shortWords({ shop }: CardFacts, { short_fen }: CardFigures): readonly Sentence[] {
  if (short_fen === 0) return []
  const owed = yuan(short_fen)
  return cardsGap(shop).missing_fen === 0 && shop.advance_fen > 0
    ? [
        sentence(
          `还欠您 ${owed}：店家预支没有还清，这部分没有钱对着。`,
          `${owed} is still owed to you: the shop was paid early and has not repaid it.`,
        ),
      ]
    : [
        sentence(
          `还欠您 ${owed}：专户里缺这部分钱。`,
          `${owed} is still owed to you: it is missing at the bank.`,
        ),
      ]
}

/** Which part lies where, each named; only a closed day of the bank lets a part be called held. */
function whereWords(
  figures: CardFigures,
  { state, knowledge }: { state: State; knowledge: Knowledge },
): Sentence {
  const { owed_fen, covered_fen, transit_fen, unchecked_fen, business_day } = figures
  const day = business_day === null ? '' : spokenDay(business_day)
  if (state === 'covered')
    return sentence(
      `银行核对到${day}：您的 ${yuan(owed_fen)} 在专户里，没用的店家拿不走。`,
      `Checked by the bank up to ${business_day}: your ${yuan(owed_fen)} is in custody; ` +
        'the shop cannot take what is unused.',
    )
  const next = knowledge === 'known' ? '银行下一次才核对到' : '还没有银行的核对'
  const parts = (
    [
      [covered_fen, `在专户（银行核对到${day}）`, `is in custody (checked up to ${business_day})`],
      [transit_fen, '还在支付机构，没到专户', 'is still with the payment provider'],
      [unchecked_fen, next, 'has not been checked by the bank yet'],
    ] as const
  ).filter(([fen]) => fen > 0)
  const [whole] = parts
  if (whole === undefined) return sentence('', '')
  if (whole[0] === owed_fen)
    return sentence(`卡里的 ${yuan(owed_fen)} ${whole[1]}。`, `${yuan(owed_fen)} ${whole[2]}.`)
  return sentence(
    `卡里的 ${yuan(owed_fen)}：${parts.map(([fen, zh]) => `${yuan(fen)} ${zh}`).join('，')}。`,
    `Of ${yuan(owed_fen)}: ${parts.map(([fen, , en]) => `${yuan(fen)} ${en}`).join(', ')}.`,
  )
}

function movingWords({ disputed_fen, refunding_fen }: CardFacts): readonly Sentence[] {
  return [
    ...(disputed_fen > 0
      ? [
          sentence(
            `其中 ${yuan(disputed_fen)} 付款人正向支付机构要回，有结果前动不了。`,
            `${yuan(disputed_fen)} of it is being claimed back by its payer and stays put until decided.`,
          ),
        ]
      : []),
    ...(refunding_fen > 0
      ? [
          sentence(
            `其中 ${yuan(refunding_fen)} 正在退。`,
            `${yuan(refunding_fen)} of it is being refunded.`,
          ),
        ]
      : []),
  ]
}
