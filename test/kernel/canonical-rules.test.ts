import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, canonicalBefore, type Json } from '../../src/kernel/canonical'

const read = (text: string) => JSON.parse(text) as Json
/** The examples of RFC 8785 (§3.2.2, §3.2.3) and of its test data: as they are read, and as they must be spelt. */
const EXAMPLES: [string, string, string][] = [
  ['arrays', '[ 56, { "d": true, "10": null, "1": [ ] } ]', '[56,{"1":[],"10":null,"d":true}]'],
  [
    'french',
    `{"sin": "ingnore locale", "pêche": "but canonicalization MUST",
      "péché": "is wrong according to French", "peach": "This sorting order"}`,
    '{"peach":"This sorting order","péché":"is wrong according to French",' +
      '"pêche":"but canonicalization MUST","sin":"ingnore locale"}',
  ],
  [
    'structures',
    String.raw`{"1": {"f": {"f": "hi","F": 5} ,"\n": 56.0}, "10": { }, "": "empty", "a": { }, "111": [ { } ], "A": { }}`,
    String.raw`{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}`,
  ],
  ['unicode', String.raw`{"Unnormalized Unicode":"A\u030a"}`, '{"Unnormalized Unicode":"A\u030a"}'],
  [
    'values',
    String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`,
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  ],
  [
    'weird',
    String.raw`{"\u20ac": "Euro Sign", "1": "One", "\u0080": "Control\u007f", "\ud83d\ude02": "Smiley",
      "\u00f6": "Latin Small Letter O With Diaeresis", "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "</script>": "Browser Challenge"}`,
    '{"1":"One","</script>":"Browser Challenge","\u0080":"Control\u007f",' +
      '"ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😂":"Smiley",' +
      '"\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  ],
  [
    'sorting',
    String.raw`{"\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\ud83d\ude00": 6, "\u0080": 3, "\u00f6": 4}`,
    '{"\\r":1,"1":2,"\u0080":3,"ö":4,"€":5,"😀":6,"\ufb33":7}',
  ],
]
/** IEEE 754 bits and how they are spelt (RFC 8785, appendix B). */
const NUMBERS: [string, string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
]
function double(bits: string): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, BigInt(`0x${bits}`))
  return view.getFloat64(0)
}

describe('the canonical form', () => {
  it.each(EXAMPLES)('spells the example “%s” of RFC 8785', (_name, given, expected) => {
    expect(canonical(read(given))).toBe(expected)
  })
  it.each(NUMBERS)('spells the double %s as %s', (bits, expected) => {
    expect(canonical(double(bits))).toBe(expected)
  })
  it.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])(
    'refuses the double %s',
    (bits) => {
      expect(() => canonical([double(bits)])).toThrow('not allowed')
    },
  )
  it.each(['\ud800', '\udfff', 'a\ud83d', '\ude02\ud83d'])(
    'refuses half of a surrogate pair, as a value and as a key: %j',
    (text) => {
      expect(() => canonical([text])).toThrow('surrogate')
      expect(() => canonical({ [text]: 1 })).toThrow('surrogate')
    },
  )
  it('leaves out what is absent, and refuses to be nothing', () => {
    expect(canonical({ b: undefined, a: null })).toBe('{"a":null}')
    expect(() => canonical(undefined as never)).toThrow('no canonical form')
  })
  it('is read back as what was said, whatever was said', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), (value) => {
        const said = JSON.parse(JSON.stringify(value)) as Json
        expect(JSON.parse(canonical(said))).toEqual(said)
        expect(canonical(JSON.parse(canonical(said)) as Json)).toBe(canonical(said))
      }),
      { seed: 7, numRuns: 500 },
    )
  })
})

describe.each([
  ['of today', canonical],
  ['of before', canonicalBefore],
])('the form %s', (_when, form) => {
  const json = fc
    .jsonValue({ maxDepth: 3 })
    .filter((value) => !/\d\.\d|e[+-]?\d/.test(JSON.stringify(value)))
  it('spells two values alike only if they are alike', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        fc.pre(!JSON.stringify([a, b]).match(/\d{16,}/))
        expect(form(a as never) === form(b as never)).toBe(sorted(a) === sorted(b))
      }),
      { seed: 7, numRuns: 500 },
    )
  })
  it('tells apart what a joined string would confuse', () => {
    expect(form(['a|b', 'c'])).not.toBe(form(['a', 'b|c']))
    expect(form({ a: 1, b: 2 })).toBe(form({ b: 2, a: 1 }))
    expect(form('1')).not.toBe(form(1))
  })
})

it('what was sealed in the form of before is spelt as it was then', () => {
  const value = { b: [1, -0, 'a|b'], a: { 海: '😀', none: undefined }, c: [null, true, false] }
  expect(canonicalBefore(value)).toBe('o3:s1:ao1:s1:海s2:😀s1:bl3:i1;i0;s3:a|bs1:cl3:ztf')
  expect(() => canonicalBefore(0.1)).toThrow('no canonical form')
})

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${sorted(item)}`).join(',')}}`
  }
  return JSON.stringify(Object.is(value, -0) ? 0 : value)
}
