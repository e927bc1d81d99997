import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  declaredPageRules,
  everyFile,
  houseFacts,
  offenders,
  roomFaults,
  testCasts,
} from '../../scripts/house/figures'
import { DECLARED } from '../../scripts/house/pages'
import {
  deadExports,
  staleIn,
  staleInProse,
  staleNames,
  stalePaths,
} from '../../scripts/house/unused'
import { ROOMS } from '../../src/rooms'
import { declaredBy, wordsUsed } from '../support/declared'

const sources = everyFile().filter((file) => file.startsWith('src/'))
const texts = new Map<string, string>()
const read = (file: string) => {
  const text = texts.get(file) ?? readFileSync(file, 'utf8')
  texts.set(file, text)
  return text
}
const roomOf = (file: string) => (file.split('/').length > 2 ? file.split('/')[1]! : '')
const broken = (files: string[], rule: (text: string, file: string) => readonly string[]) =>
  files.flatMap((file) => rule(read(file), file).map((what) => `${file}: ${what}`))
const found = (text: string, pattern: RegExp, group = 0) =>
  [...text.matchAll(pattern)].map((match) => match[group]!)

describe('every room', () => {
  const folders = new Map<string, number>()
  for (const file of readdirSync('src', { recursive: true, withFileTypes: true }))
    if (file.isFile()) folders.set(file.parentPath, (folders.get(file.parentPath) ?? 0) + 1)

  it('declares itself, in literals that import nothing but their shape', () => {
    const declared = ROOMS.map(({ name }) => `src/${name}`)
    const standing = [...folders.keys()].filter((folder) => folder.split('/').length === 2)
    expect(standing.sort()).toEqual([...declared].sort())
    const importing = (text: string) => found(text, /from '([^']+)'/g, 1)
    const outside = broken(
      declared.map((folder) => `${folder}/room.ts`),
      (text) => importing(text).filter((from) => !from.endsWith('/declare')),
    )
    expect(outside).toEqual([])
    expect(importing(read('src/kernel/declare.ts'))).toEqual([])
    expect(importing(read('src/rooms.ts')).sort()).toEqual(
      ROOMS.map(({ name }) => `./${name}/room`).sort(),
    )
    // Whoever folds over all rooms names what every room has; nobody else asks a room above what it is.
    const folding = sources.filter((file) => /from '\.\.\/rooms'/.test(read(file)))
    expect(folding.sort()).toEqual([
      'src/events/catalogue.ts',
      'src/kernel/ids.ts',
      'src/kernel/refusals.ts',
      'src/kernel/stakes.ts',
      'src/operations/doors.ts',
    ])
  })
  it('stands in the picture of the house where it stands in the list', () => {
    const picture = read('docs/ARCHITECTURE.md').split('```')[1] ?? ''
    const line = picture.slice(0, picture.indexOf('{'))
    const beside = found(picture, /\{ ([\w, ]+) \}/g, 1).flatMap((names) => names.split(', '))
    expect([...found(line, /[\w-]+/g), ...beside]).toEqual(ROOMS.map(({ name }) => name))
  })
  it.each(['refusals', 'events', 'prefixes', 'stakes', 'jobs'] as const)(
    'says only %s that it or a room below it declares',
    (heading) => {
      const names = ROOMS.map(({ name }) => name as string)
      const { room_of, twice } = declaredBy(heading)
      expect(twice).toEqual([])
      expect(room_of.size).toBeGreaterThan(0)
      const at = (room: string) => names.indexOf(room)
      const upward = sources
        .filter((file) => roomOf(file) !== '' && !file.endsWith('/room.ts'))
        .flatMap((file) =>
          wordsUsed(file, heading)
            .filter((word) => at(room_of.get(word) ?? 'kernel') > at(roomOf(file)))
            .map((word) => `${file}: ${word} is of ${room_of.get(word)}`),
        )
      expect(upward).toEqual([])
    },
  )
})

describe('the figures of the house', () => {
  const ceilings = JSON.parse(read('test/house.json')) as Record<string, number>
  const found = {
    ...offenders(),
    dead_exports: deadExports(houseFacts()),
    declared_page_rules: declaredPageRules(),
    test_casts: testCasts(),
  }

  it.each(Object.keys(found))('%s: none more than its ceiling, which may only fall', (figure) => {
    const all = found[figure as keyof typeof found]
    expect(all.slice(ceilings[figure])).toEqual([])
  })
  it('has a ceiling for each and for nothing else', () => {
    expect(Object.keys(ceilings).sort()).toEqual(Object.keys(found).sort())
  })
  it('declares of pages only what they still decide', () => {
    expect([...new Set(declaredPageRules())].sort()).toEqual(Object.keys(DECLARED).sort())
  })
  it('counts the files of a room, and takes no folder within one but its words', () => {
    const many = (folder: string, n: number) =>
      Array.from({ length: n }, (_, i) => `${folder}/file-${i}.ts`)
    expect(roomFaults([...many('src/law', 16), ...many('src/law/words', 16)])).toEqual([])
    expect(roomFaults([...many('src/web/till', 16), ...many('src/web/islands/lazy', 1)])).toEqual(
      [],
    )
    expect(
      roomFaults([
        ...many('src/law', 17),
        ...many('src/law/more', 1),
        ...many('src/law/words', 17),
      ]),
    ).toEqual([
      'src/law: 17 files',
      'src/law/more: a folder within a room',
      'src/law/words: 17 files',
    ])
  })
  it('names no file in a comment that is not there', () => {
    expect(staleNames()).toEqual([])
    const stands = (named: string) => named === 'src/app.ts'
    const planted = 'x/y'.concat('.sql')
    const text = `// as src/app.ts does\nconst a = 'not/a-comment.ts'\n/** See ${planted}. */`
    expect(staleIn(text, stands)).toEqual([planted])
  })
})

describe('every paper', () => {
  it('names no file or folder that is not there', () => {
    expect(stalePaths()).toEqual([])
  })
  it.each([
    ['It is in `src/gone/rules.ts`.', ['src/gone/rules.ts']],
    ['See src/gone and `law/gone`.', ['src/gone', 'law/gone']],
    ['A key in `recon-store.ts`;', ['recon-store.ts']],
    ['A key in `recon-store.ts` [now `src/law/gone.ts`];', ['src/law/gone.ts']],
    ['tested by `test/gone/x.act.test.ts`', ['test/gone/x.act.test.ts']],
    ['A key in `recon-store.ts` [now `src/law/lots.ts`]; `law/lots`, `src/law`, `lots.ts`', []],
    ['```ts\n// src/gone/rules.ts\n```\n`node scripts/gone.mjs --all` and `*.act.test.ts`', []],
    ['`src/<room>`, https://example.com/src/gone.ts, application/json', []],
  ])('%s', (text, stale) => {
    const stands = (named: string) => /^(?:src\/)?law(?:\/lots(?:\.ts)?)?$|^lots\.ts$/.test(named)
    expect(staleInProse(text, stands)).toEqual(stale)
  })
})

describe('every page', () => {
  it('is listed by its own folder, and every folder of pages by the web', () => {
    const lists = sources.filter((file) => /^src\/web\/[\w-]+\/pages\.ts$/.test(file))
    const listed = (list: string) => found(read(list), /import '\.\/([\w-]+)'/g, 1)
    const pages = sources.filter((file) => /^(?:export )?page\(|= page\(/m.test(read(file)))
    const unlisted = pages.filter((file) => {
      const list = join(dirname(file), 'pages.ts')
      return (
        file !== 'src/web/door.tsx' &&
        !(lists.includes(list) && listed(list).includes(basename(file).replace(/\.tsx?$/, '')))
      )
    })
    expect(unlisted).toEqual([])
    const folders = found(read('src/web/routes.ts'), /import '\.\/([\w-]+)\/pages'/g, 1)
    expect(lists.map((list) => list.split('/')[2]).sort()).toEqual(folders.sort())
  })
})
