import { describe, expect, it } from 'vitest'
import { missingNumbers, testNamed } from '../../scripts/security/page'

describe('the security model', () => {
  it('has every requirement of levels 1 and 2 once', () => expect(missingNumbers()).toEqual([]))
  it('would tell of one that is left out, there twice, or made up', () => {
    const faults = missingNumbers([{ id: '1.1.1' }, { id: '1.1.1' }, { id: '1.1.9' }])
    expect(faults).toEqual(
      expect.arrayContaining([
        '1.1.2 is missing',
        '1.1.1 is there twice',
        '1.1.9 is no requirement',
      ]),
    )
  })
  it('names tests that are there', () => {
    expect(testNamed('matrix')).toBe('test/attack/attack.node.test.ts')
    expect(() => testNamed('nowhere')).toThrow('names no test')
  })
})
