import { patternsFor } from './void-patterns'
import { type Here, hereWords, type VoidPattern } from './void-words'

/** A merchant's own term that the law makes void: the words at fault, and the reason for people. */
type VoidTerm = { clause_index: number; excerpt: string; article: string; why: string }

/**
 * Finds the terms 法释〔2025〕4号 §9 and §24 make void in a merchant's own clauses: at most one finding
 * per kind and clause, in the order of the clauses. Such a clause never enters a contract.
 */
export function findVoidTerms(clauses: readonly string[], here: Here): VoidTerm[] {
  return clauses.flatMap((clause, clause_index) => {
    const sentences = sentencesOf(clause)
    return patternsAt(here).flatMap((pattern) => {
      const excerpt = firstHit(pattern, sentences, clause)
      const { article, why } = pattern
      return excerpt === null ? [] : [{ clause_index, excerpt, article, why }]
    })
  })
}

/** One entry a city and state of its districts: a process serves one city. */
const made = new Map<string, readonly VoidPattern[]>()
function patternsAt(here: Here): readonly VoidPattern[] {
  const words = hereWords(here)
  const known = made.get(words) ?? patternsFor(words.split('|')[0] ?? '', words)
  made.set(words, known)
  return known
}

/** A cleaned sentence and, for each of its characters, where it stood in the clause. */
type Sentence = { text: string; places: number[] }

function firstHit(
  pattern: VoidPattern,
  sentences: readonly Sentence[],
  clause: string,
): string | null {
  for (const { text, places } of sentences) {
    for (const { match, unless } of pattern.signs) {
      const excuses = unless.flatMap((excuse) => spansOf(excuse, text))
      for (const hit of spansOf(match, text)) {
        const is_excused = excuses.some((span) => span.from < hit.to && hit.from < span.to)
        if (!is_excused) return clause.slice(places[hit.from], (places[hit.to - 1] ?? 0) + 1)
      }
    }
  }
  return null
}

const spansOf = (pattern: RegExp, text: string): { from: number; to: number }[] =>
  [...text.matchAll(pattern)].map((hit) => ({ from: hit.index, to: hit.index + hit[0].length }))

const STOP = '。'
const PAUSE = ','

/** Undoes spacing, width, punctuation and old-form tricks, then cuts at full stops. */
function sentencesOf(clause: string): Sentence[] {
  const letters: { letter: string; place: number }[] = []
  for (let place = 0; place < clause.length; place++) {
    for (const raw of clause.charAt(place).normalize('NFKC')) {
      const letter = cleaned(raw)
      if (letter !== '') letters.push({ letter, place })
    }
  }
  const sentences: Sentence[] = [{ text: '', places: [] }]
  for (const [index, { letter, place }] of letters.entries()) {
    const is_mark = letter === STOP || letter === PAUSE
    if (is_mark && isTornApart(index, letters)) continue
    const last = sentences.at(-1)
    if (letter === STOP) sentences.push({ text: '', places: [] })
    else if (last !== undefined) {
      last.text += letter
      last.places.push(place)
    }
  }
  return sentences
}

function cleaned(letter: string): string {
  if (/[。;!?\n\r]/u.test(letter)) return STOP
  if (/[,、:]/u.test(letter)) return PAUSE
  if (letter === '%') return letter
  if (/[\p{Z}\p{C}\p{P}\p{S}\p{M}]/u.test(letter)) return ''
  return SIMPLIFIED.get(letter) ?? letter
}

/** 「概，不，退，款」: a mark next to a piece of a single Chinese character separates nothing. */
function isTornApart(index: number, letters: readonly { letter: string }[]): boolean {
  const at = (offset: number): string => letters[index + offset]?.letter ?? STOP
  const isMark = (letter: string): boolean => letter === STOP || letter === PAUSE
  const isLone = (letter: string, beyond: string): boolean =>
    /\p{Script=Han}/u.test(letter) && isMark(beyond)
  return isLone(at(-1), at(-2)) || isLone(at(1), at(2))
}

/** Old forms that occur in the words the patterns look for. */
const SIMPLIFIED = new Map(
  [
    '餘余額额過过廢废換换補补轉转讓让釋释歸归隨随時时調调價价責责後后還还費费',
    '無无權权終终條条損损壞坏擔担僅仅給给辦办預预儲储卡卡錢钱課课會会員员與与',
    '變变單单動动項项內内質质議议訴诉訟讼賠赔償偿負负險险傷伤約约規规則则絕绝',
    '槪概収收贈赠戶户遺遗丟丢掛挂發发開开經经營营閱阅務务滿满屆届號号證证',
  ].flatMap((pairs) =>
    [...pairs].flatMap((old_form, index, all): [string, string][] =>
      index % 2 === 0 ? [[old_form, all[index + 1] ?? old_form]] : [],
    ),
  ),
)
