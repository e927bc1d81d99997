import { describe, expect, it } from 'vitest'
import { Lines } from '../../src/web/charts/lines'
import { Cover, Lying } from '../../src/web/charts/lying'
import { r1, scale, short, ticksTo } from '../../src/web/charts/scale'
import { Heart, Spark } from '../../src/web/charts/small'

const shown = async (node: unknown): Promise<string> => String(await node)

describe('an axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [1_560, [0, 500, 1_000, 1_500, 2_000]],
    [97, [0, 50, 100]],
    [2_860, [0, 1_000, 2_000, 3_000]],
  ])('up to %i has the marks %j', (most, marks) => {
    const ticks = ticksTo(most)
    expect(ticks).toEqual(marks)
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(most)
  })
  it('is short in each language', () => {
    expect([short(9_999, 'zh'), short(12_000, 'zh'), short(12_000, 'en')]).toEqual([
      '9999',
      '1.2万',
      '12k',
    ])
  })
  it('places figures, also where all are the same', () => {
    expect(scale(0, 10, 0, 100)(5)).toBe(50)
    expect(Number.isFinite(scale(3, 3, 0, 100)(3))).toBe(true)
    expect([r1(1.25), r1(-1.25), r1(2)]).toEqual([1.3, -1.3, 2])
  })
})

describe('a drawing', () => {
  const lines = () =>
    shown(
      Lines({
        names: ['03-01', '03-02', '03-03'],
        series: [
          { name: '充值', values: [1, 9, 4] },
          { name: '放款', values: [0, 2, 2] },
        ],
        label: '充值 <30 天> "元"',
      }),
    )
  it('is there for a desk and for a phone, with a name that cannot break out of it', async () => {
    const svg = await lines()
    expect(svg.match(/role="img"/g)).toHaveLength(2)
    expect(svg).toContain('class="ch broad"')
    expect(svg).toContain('class="ch narrow"')
    expect(svg).toContain('aria-label="充值 &lt;30 天&gt; &quot;元&quot;"')
  })
  it('carries no style, script, colour or address of its own, and no figure that is none', async () => {
    const all = [
      await lines(),
      await shown(Lying({ of: [{ name: '环翠', value: 0, said: '¥0.00' }], label: 'x' })),
      await shown(Cover({ of: [{ value: 0, said: '银行 ¥0', is: 'custody' }] })),
      await shown(Spark({ values: [], usual: 0, is_bad: false })),
      await shown(Lines({ names: [], series: [{ name: 'x', values: [] }], label: 'none' })),
      await shown(Heart({ of: ['ran', 'failed', 'missed', 'idle'] })),
    ].join('')
    expect(all).not.toMatch(
      / style=|<style|<script|#[0-9a-f]{3,6}|url\(|href|NaN|Infinity|undefined/,
    )
  })
  it('gives every part of what is owed a width of its share, and none to nothing', async () => {
    const svg = await shown(
      Cover({
        of: [
          { value: 75, said: 'a', is: 'custody' },
          { value: 25, said: 'b', is: 'missing' },
          { value: 0, said: 'c', is: 'advance' },
        ],
      }),
    )
    const widths = [...svg.matchAll(/<rect class="f[gxw][^"]*" x="[\d.]+" y="1" width="([\d.]+)"/g)]
      .map((m) => Number(m[1]))
      .filter((w) => w !== 22)
    expect(widths).toEqual([479, 159])
    expect(svg).toContain('aria-label="a；b；c"')
  })
})
