/**
 * Words by which somebody could think that the money cannot be lost. Only the room `standing` says them, where figures
 * allow it. What looks alike and is not about money is named in the pattern itself: a card's 安全码, 人身安全, 登录与安全.
 */
const PRAISE_WORDS = [
  '拿不走|拿不到|受保护|受(?:银行)?监管保护|一分不少|放心|万无一失|稳稳|保本|跑不了',
  '(?<!人身|出于|重试是|登录与)安全(?!码|问题)',
  '钱都在|都在(?:银行|专户)|钱(?:就|还|仍)?在银行|每一分钱?都',
  '100 ?% ?(?:安全|保障|存管|覆盖|在)|(?:全额|完全)(?:保障|存管|受保)|有(?:银行)?保障',
  'cannot (?:take|touch|spend)|can’t (?:take|touch)|(?:is|are|stays?|be|money|means) safe\\b|\\bsafely\\b|100 ?% ?safe',
  '[Pp]rotected (?:balance|by|afterwards)|(?:fully|always) (?:protected|covered)|[Nn]othing (?:of yours )?is missing',
  '[Ee]very fen (?:is|customers)|money is (?:still )?in (?:the bank|custody)|(?:still|all) in (?:custody|the bank)',
]
/** Never on a page of a card or shop that is not covered to the fen. */
export const PRAISE = new RegExp(PRAISE_WORDS.join('|'))
/** Nowhere outside the room: where money lies is said from figures, too. */
const SAFE_WORDS = new RegExp([...PRAISE_WORDS, '在(?:银行)?专户|专户里'].join('|'))

/** What a program says and shows: its text without its comments. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')

/** Every piece of a source that speaks of safety, with a little around it. */
export function safetyClaims(source: string): string[] {
  const around = new RegExp(`.{0,20}(?:${SAFE_WORDS.source}).{0,20}`, 'g')
  return withoutComments(source).match(around) ?? []
}
