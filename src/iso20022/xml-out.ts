const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter)

/** One element: a text, which is escaped, or a list of elements, which already are. */
export function element(
  name: string,
  content: string | string[],
  attributes: Record<string, string> = {},
): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const inner = typeof content === 'string' ? escaped(content) : content.join('')
  return `<${name}${pairs.join('')}>${inner}</${name}>`
}

/** Only characters that XML 1.0 can carry, and none that hides: no controls, no lone surrogates. */
export function isPlain(text: string): boolean {
  return text.isWellFormed() && !/[\p{Cc}\uFFFE\uFFFF]/u.test(text)
}
