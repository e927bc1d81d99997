/** A sentence in both languages, made together from the same figures. */
export type Sentence = { zh: string; en: string }
export const sentence = (zh: string, en: string): Sentence => ({ zh, en })
/** One after the other. */
export const joinSentences = (parts: readonly Sentence[]): Sentence =>
  sentence(parts.map(({ zh }) => zh).join(''), parts.map(({ en }) => en).join(' '))
/** How an answer says it: `message` and `message_en`. */
export const asMessage = ({ zh, en }: Sentence): { message: string; message_en: string } => ({
  message: zh,
  message_en: en,
})
/** An account's mask for an English sentence: `尾号 1234` is `ending 1234`. */
export const maskEn = (mask: string): string => mask.replace('尾号', 'ending')
