import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { type Chart, drawn, keptCount } from '../../src/web/figures/charts'

const chart = (values: number[]): Chart => ({
  kind: 'lines',
  label: '充值与放款 <30 天> "元"',
  unit: '元',
  names: ['03-01', '03-02', '03-03'],
  lines: [
    { name: '充值', values },
    { name: '放款', values: [1, 2, 3] },
  ],
})

describe(`a chart drawn on the server, on ${ENGINE}`, () => {
  it('is a picture in two sizes with a name, and nothing the policy of the pages forbids', async () => {
    const { broad, narrow } = await drawn(chart([10, 20_000, 30]))
    expect(broad).toMatch(
      /^<svg class="broad" role="img" aria-label="充值与放款 &lt;30 天> &quot;元&quot;"/,
    )
    expect(broad).toContain('width="720"')
    expect(narrow).toContain('class="narrow"')
    expect(narrow).toContain('width="330"')
    for (const svg of [broad, narrow]) {
      expect(svg).not.toMatch(/ style=|<style|<script|javascript:|url\(http/)
      expect(svg).toContain('font-size')
      expect(svg).toContain('var(--brand)')
      expect(svg).toContain('充值')
    }
  })
  it('is drawn once for the same figures and again for others', async () => {
    const first = await drawn(chart([1, 1, 1]))
    expect(await drawn(chart([1, 1, 1]))).toBe(first)
    expect((await drawn(chart([1, 9, 1]))).broad).not.toBe(first.broad)
  })
  it('forgets the oldest when there are many', async () => {
    for (let i = 0; i < 70; i++) await drawn({ ...chart([i, 0, 0]), kind: 'bars' })
    expect(keptCount()).toBe(64)
  })
})
