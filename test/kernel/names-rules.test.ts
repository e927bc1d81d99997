import { describe, expect, it } from 'vitest'
import { lookAlike, nameSkeleton } from '../../src/kernel/names'

describe('a name reads like another', () => {
  it.each([
    ['海棠面包房', '海棠面包房'],
    ['海棠面包房', '海棠麵包房'],
    ['海棠面包房', '海棠 · 面包房'],
    ['海棠面包房', '「海棠」面包房'],
    ['劲浪健身Gym', '劲浪健身ＧＹＭ'],
    ['Coco Tea', 'Сoсo Теа'],
    ['Coco Tea', 'ΧΧCoco Tea'.slice(2)],
    ['Lili', '1i1i'],
    ['龙凤饭馆', '龍鳳飯館'],
    ['美发廊', '美髮廊'],
    ['Café', 'Cafe'],
  ])('%s = %s', (a, b) => expect(nameSkeleton(a)).toBe(nameSkeleton(b)))
  it.each([
    ['海棠面包房', '海棠花店'],
    ['海棠面包房', '海堂面包房'],
    ['一品轩', '二品轩'],
  ])('%s ≠ %s', (a, b) => expect(nameSkeleton(a)).not.toBe(nameSkeleton(b)))
  it('and the one it reads like is named', () => {
    const known = [
      { id: 'mch_1', name: '海棠面包房' },
      { id: 'mch_2', name: '小星琴行' },
    ]
    expect(lookAlike('海棠麵包房', known)).toEqual(known[0])
    expect(lookAlike('海棠鲜花', known)).toBeNull()
  })
})
