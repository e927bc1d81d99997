import { proportion } from '../kernel/money'
import { joinSentences, type Sentence, sentence } from '../kernel/sentence'
import { spokenDay } from '../kernel/time'
import { standingTone } from './card-rules'
import { bankKnowledge, cardsBp, cardsGap, type Gap, type Knowledge } from './cover-rules'
import type { ShopFacts, ShopFigures, Standing, State } from './facts'
import { ENDING_WORDS, perHundred, unknownWords } from './words'

/**
 * How well a shop's customers' money is covered, in one sentence for anybody, without a sum of the shop. Every page,
 * message and answer that says anything about a shop's safety says this. Pure; the words of safety are said only where
 * the bank's closed day shows every fen.
 */
export function shopStanding(facts: ShopFacts): Standing<ShopFigures> {
  const knowledge = bankKnowledge(facts)
  const gap = cardsGap(facts)
  const figures = figuresOf(facts, gap)
  const state = stateOf(facts, { gap, knowledge, figures })
  const { zh, en } = joinSentences([
    ...ENDING_WORDS[facts.ending],
    ...unknownWords(knowledge, figures.business_day),
    ...coverWords(facts, { gap, knowledge, figures }),
  ])
  return { state, tone: standingTone(state), sentence: zh, sentence_en: en, figures }
}

type Seen = { gap: Gap; knowledge: Knowledge; figures: ShopFigures }

function figuresOf({ bank, advance_fen, owed_fen, transit_fen }: ShopFacts, gap: Gap): ShopFigures {
  return {
    owed_fen: bank?.cards_owed_fen ?? owed_fen,
    covered_fen: bank?.cards_covered_fen ?? 0,
    transit_fen: bank?.transit_fen ?? transit_fen,
    short_fen: gap.short_fen,
    advance_fen,
    coverage_bp: bank?.is_complete ? bank.coverage_bp : null,
    business_day: bank?.business_day ?? null,
  }
}

function stateOf({ ending, owed_fen }: ShopFacts, { gap, knowledge, figures }: Seen): State {
  if (gap.short_fen > 0) return ending === 'none' && gap.missing_fen === 0 ? 'advance' : 'short'
  if (ending !== 'none') return ending
  if (owed_fen === 0 && figures.owed_fen === 0) return 'empty'
  if (knowledge !== 'known') return knowledge
  if (isWhole(figures)) return 'covered'
  return figures.owed_fen === 0 ? 'unchecked' : 'transit'
}
const isWhole = ({ owed_fen, covered_fen }: ShopFigures): boolean =>
  owed_fen > 0 && covered_fen >= owed_fen

function coverWords(facts: ShopFacts, { gap, knowledge, figures }: Seen): readonly Sentence[] {
  const bp = facts.bank?.is_complete ? cardsBp(facts.bank) : null
  const day = figures.business_day === null ? '' : spokenDay(figures.business_day)
  const up_to = sentence(`（银行核对到${day}）`, ` (checked up to ${figures.business_day})`)
  if (gap.short_fen > 0) {
    const live_bp = proportion(10_000, gap.of_fen - gap.short_fen, gap.of_fen)
    const per = perHundred(Math.min(bp ?? 10_000, live_bp))
    return [
      sentence(
        `顾客没用的每 100 元里，有钱对着的只有 ${per} 元${knowledge === 'known' ? up_to.zh : ''}。`,
        `Of each ¥100 not yet used, only ¥${per} is covered${knowledge === 'known' ? up_to.en : ''}.`,
      ),
      ...(facts.advance_fen > 0
        ? [sentence('店家有预支没有还。', 'The shop was paid early and has not repaid it.')]
        : []),
    ]
  }
  if (facts.owed_fen === 0 && figures.owed_fen === 0)
    return [sentence('现在没有顾客存着的钱。', 'No customer money is kept right now.')]
  if (knowledge !== 'known') return []
  if (isWhole(figures) && facts.ending === 'none')
    return [
      sentence(
        `银行核对到${day}：顾客没用的钱，专户里够；用一次才放一次给店家。`,
        `Checked by the bank up to ${figures.business_day}: what customers have not used is in custody, released use by use.`,
      ),
    ]
  if (bp === null)
    return [
      sentence(
        '现在的卡都是银行上次核对以后买的，下一次才核对到。',
        'Every card here was bought after the bank’s last check.',
      ),
    ]
  const per = perHundred(bp)
  const rest = isWhole(figures)
    ? sentence('', '')
    : sentence('，其余还没到专户', '; the rest has not arrived there yet')
  return [
    sentence(
      `顾客没用的每 100 元里，${per} 元在专户${up_to.zh}${rest.zh}。`,
      `Of each ¥100 not yet used, ¥${per} is in custody${up_to.en}${rest.en}.`,
    ),
  ]
}
