import FORMS from './words/forms.json'

/** Each old form, and what only looks alike, with the letter that is read for it. */
const SIMPLIFIED = new Map(
  FORMS.old_and_new.split(' ').map((pair): [string, string] => [pair.charAt(0), pair.charAt(1)]),
)
/** What is spelt to sound alike, by its first letter: the letter it stands for, and one of which must follow. */
const LIKE = new Map<string, typeof FORMS.spelt_alike>()
for (const like of FORMS.spelt_alike) {
  const first = like.spelt.charAt(0)
  LIKE.set(first, [...(LIKE.get(first) ?? []), like])
}

/** A text as it is read: one cleaned letter after the other, and where each stood. */
export type Letters = { text: string; places: number[] }

/** The marks that are kept: end of a sentence, of one item among several, a pause, a list, a colon, a quotation. */
export const STOP = '。'
export const ITEM_STOP = ';'
export const PAUSE = ','
const LIST = '、'
export const COLON = ':'
export const QUOTE = '"'

/**
 * Undoes width, spacing, old forms and letters that only look or sound alike, and keeps the marks that part
 * sentences. What is put between letters to hide them (signs, pictures, spaces) is gone afterwards. Linear.
 */
export function clauseLetters(text: string): Letters {
  const raw: Letter[] = []
  for (let place = 0; place < text.length; place++) {
    for (const form of text.charAt(place).normalize('NFKC')) {
      const letter = cleaned(form)
      if (letter !== '') raw.push({ letter, place })
    }
  }
  const whole = respelt(raw.filter((_, at) => !isTornApart(at, raw)))
  return {
    text: whole.map(({ letter }) => letter).join(''),
    places: whole.map(({ place }) => place),
  }
}

type Letter = { letter: string; place: number }

function cleaned(form: string): string {
  if (/[。!\n\r｡]/u.test(form)) return STOP
  if (form === ';') return ITEM_STOP
  if (/[,?()[\]【】〔〕﹐]/u.test(form)) return PAUSE
  if (form === '、') return LIST
  if (form === ':') return COLON
  if (/["“”「」『』]/u.test(form)) return QUOTE
  if (form === '%') return form
  if (/[\p{Z}\p{C}\p{P}\p{S}\p{M}]/u.test(form)) return ''
  const letter = form.toLowerCase()
  return SIMPLIFIED.get(letter) ?? letter
}

/** 「概，不，退，款」: a mark next to a piece of a single Chinese character separates nothing. */
function isTornApart(at: number, letters: readonly Letter[]): boolean {
  if (!isMark(letters[at]?.letter)) return false
  const isLone = (letter: string | undefined, beyond: string | undefined): boolean =>
    letter !== undefined && isHan(letter) && (beyond === undefined || isMark(beyond))
  return (
    isLone(letters[at - 1]?.letter, letters[at - 2]?.letter) ||
    isLone(letters[at + 1]?.letter, letters[at + 2]?.letter)
  )
}
const isMark = (letter: string | undefined): boolean =>
  letter === STOP || letter === PAUSE || letter === LIST
export const isHan = (letter: string): boolean => /\p{Script=Han}/u.test(letter)

/** Puts in what a word stands for when it is only spelt to hide: 「tui款」, 「腿款」. Never longer than it was. */
function respelt(letters: readonly Letter[]): Letter[] {
  const said: Letter[] = []
  for (let at = 0; at < letters.length; ) {
    const here = letters[at]
    if (here === undefined) break
    const like = likeAt(letters, at)
    said.push({ letter: like?.letter ?? here.letter, place: here.place })
    at += like?.length ?? 1
  }
  return said
}

function likeAt(letters: readonly Letter[], at: number): { letter: string; length: number } | null {
  for (const { spelt, letter, before } of LIKE.get(letters[at]?.letter ?? '') ?? []) {
    const is_spelt = [...spelt].every((form, offset) => letters[at + offset]?.letter === form)
    const next = letters[at + spelt.length]?.letter ?? ''
    if (is_spelt && (before === '' || (next !== '' && before.includes(next)))) {
      return { letter, length: spelt.length }
    }
  }
  return null
}
