import type { Token } from './tokens'

/** First and last word of what a ban gives as its reason. */
export type ReasonSpan = { from: number; to: number }

const REASON =
  /(?<=不得|不能|不可|无权|不应|不可以)[以因借][^,]{1,50}?(?:为由|为借口|为名|[等的]理由|[等的]原因)/g

/** 不得以价格下调、时间冲突等为由要求退费: what is denied is what follows the reason. */
export function reasonSpans(text: string, tokens: readonly Token[]): ReasonSpan[] {
  const wordAt = (letter: number): number => {
    let passed = 0
    return tokens.findIndex(({ word }) => {
      passed += word.length
      return passed > letter
    })
  }
  return [...text.matchAll(REASON)].map((found) => ({
    from: wordAt(found.index),
    to: wordAt(found.index + found[0].length - 1),
  }))
}
