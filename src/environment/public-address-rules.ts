/** Networks of version 4 that are nobody's on the open internet (RFC 6890 and what came after), as address and bits. */
const INNER_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

const number4 = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
const IS_4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/

/**
 * Whether an address that a name resolved to is on the open internet. Version 6 counts only from 2000::/3, without what
 * carries an address of version 4 inside (mapped, translated, 6to4, Teredo) and without documentation.
 */
export function isPublicAddress(address: string): boolean {
  if (IS_4.test(address)) {
    const asked = number4(address)
    return !INNER_4.some(
      ([network, bits]) =>
        Math.floor(asked / 2 ** (32 - bits)) === Math.floor(number4(network) / 2 ** (32 - bits)),
    )
  }
  const groups = groups6(address)
  if (groups === null) return false
  const [first = 0, second = 0] = groups
  if (first < 0x2000 || first > 0x3fff) return false
  const carries_4 = first === 0x2002 || (first === 0x2001 && second < 0x200)
  const is_documented = (first === 0x2001 && second === 0xdb8) || (first & 0xfff0) === 0x3ff0
  return !carries_4 && !is_documented
}

/** The eight groups of an address of version 6, or null when it is none. */
function groups6(address: string): number[] | null {
  const [plain = ''] = address.split('%')
  const last = plain.slice(plain.lastIndexOf(':') + 1)
  const spelt = IS_4.test(last)
    ? plain.slice(0, -last.length) +
      [number4(last) >>> 16, number4(last) & 0xffff].map((group) => group.toString(16)).join(':')
    : plain
  const halves = spelt.split('::')
  if (halves.length > 2 || !/^[0-9a-f:]+$/i.test(spelt)) return null
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [
    ...head,
    ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => '0'),
    ...tail,
  ]
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : null
}
