import { describe, expect, it } from 'vitest'
import { CORRUPTIONS } from '../../scripts/books-corruptions'
import { selfTest } from '../../scripts/books-self-test'
import { PASSES } from '../../src/books/passes'

describe('the checker of the books', () => {
  it('has a way to falsify what each pass watches, and no other', () => {
    expect(Object.keys(CORRUPTIONS).sort()).toEqual(PASSES.map(({ name }) => name).sort())
  })
  it('names each falsehood that is planted, by the pass that watches it', async () => {
    const { passes, planted, found, silent } = await selfTest()
    expect(silent).toEqual([])
    expect([planted, found]).toEqual([passes, passes])
  })
})
