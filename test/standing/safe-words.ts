const CHINESE = [
  '拿不走',
  '(?<!出于)安全(?!码|问题)',
  '受保护',
  '一分不少',
  '放心',
  '钱都在',
  '都在(?:银行|专户)',
  '每一分',
  '100 ?% ?(?:安全|在)',
]
const ENGLISH = [
  'cannot (?:take|touch)',
  '\\bsafe\\b',
  '\\bprotected',
  'nothing of yours',
  'every fen',
]

/** Every word by which somebody could think that the money cannot be lost; only the room `standing` may say them. */
export const SAFE_WORDS = new RegExp([...CHINESE, ...ENGLISH].join('|'), 'i')
