/** Words that stand in examples and in people's first tries; a secret that has one of them is somebody's guess. */
const KNOWN = new RegExp(
  'changeme|change_me|password|passwd|secret(?!_)|example|default|placeholder|dummy|sample|yufubao|' +
    'qwerty|letmein|todo|xxxx|12345678|abcdefgh|deadbeef',
  'i',
)
const DISTINCT_MIN = 12

/**
 * Why a secret is none, in words that follow its name, or null. `chars_min` counts what comes after a kind's own
 * beginning (`sk_live_`, `whsec_`). Entropy cannot be measured; what people type by hand can be known.
 */
export function secretWeakness(value: string, chars_min: number): string | null {
  const own = value.replace(/^(?:sk|rk)_(?:live|test)_|^whsec_/, '')
  if (own.length < chars_min) return `is too short (${chars_min} characters at least)`
  if (KNOWN.test(own)) return 'is a known word'
  if (isRepeated(own)) return 'repeats itself'
  if (new Set(own).size < DISTINCT_MIN) return 'has too few different characters'
  return null
}

/** Made of one piece again and again, the last time perhaps not to its end. */
function isRepeated(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length++)
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return true
  return false
}

/** Bytes of a key that do not look made by hand: many values, and no staircase. */
export function isRandomKey(bytes: Uint8Array): boolean {
  const steps = new Set(Array.from(bytes.slice(1), (byte, i) => (byte - (bytes[i] ?? 0)) & 255))
  return bytes.length >= 32 && new Set(bytes).size >= 16 && steps.size >= 8
}

/** Two names that hold one value: whoever learns one of them has both. */
export function sharedSecrets(
  named: readonly (readonly [name: string, value: string])[],
): string[] {
  const first = new Map<string, string>()
  return named.flatMap(([name, value]) => {
    const other = first.get(value)
    if (other === undefined) first.set(value, name)
    return other === undefined ? [] : [`${name} is the same as ${other}`]
  })
}
