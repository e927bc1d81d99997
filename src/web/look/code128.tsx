import type { FC } from 'hono/jsx'

/** Widths of bars and gaps of each pair of digits, 00 to 99, then starts and shifts: ISO/IEC 15417, set C. */
const PAIRS = (
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231' +
  '113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211' +
  '212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131' +
  '113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111' +
  '314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211' +
  '241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141' +
  '214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214' +
  '211232'
).match(/\d{6}/g) as readonly string[]
const START_C = 105
const STOP = '2331112'
/** Empty modules before and behind, without which a gun does not find the code. */
const QUIET = 10

/** The widths of a code of an even number of digits, from its start to its end; null for anything else. */
export function barWidths(digits: string): string | null {
  if (!/^(?:\d\d)+$/.test(digits)) return null
  const pairs = (digits.match(/\d\d/g) ?? []).map(Number)
  const check = pairs.reduce((sum, pair, i) => sum + pair * (i + 1), START_C) % 103
  return [START_C, ...pairs, check].map((pair) => PAIRS[pair] ?? '').join('') + STOP
}

/** The same digits for a gun that reads no QR code: black on white in every scheme, quiet on both sides. */
export const Code128: FC<{ digits: string; label: string }> = ({ digits, label }) => {
  const widths = barWidths(digits)
  if (widths === null) return null
  let x = QUIET
  let path = ''
  for (const [i, width] of [...widths].map(Number).entries()) {
    if (i % 2 === 0) path += `M${x} 0h${width}v40h-${width}z`
    x += width
  }
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${x + QUIET} 40`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${x + QUIET}v40H0z`} />
      <path fill="#17202b" d={path} />
    </svg>
  )
}

/** Digits in groups of three, to be read out over a counter; a voice says them one by one with pauses. */
export const Digits: FC<{ of: string }> = ({ of }) => {
  const groups = of.match(/\d{1,3}/g) ?? []
  return (
    <p class="digits">
      <span class="vh">{groups.map((group) => [...group].join(' ')).join('，')}</span>
      {groups.map((group) => (
        <span aria-hidden="true">{group}</span>
      ))}
    </p>
  )
}
