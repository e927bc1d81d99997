import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileArchive } from '../../scripts/archive-files'
import { r2Archive } from '../../src/engines/archive'

it('a store gives back what it was given, and nothing for a name it has not, in files and in a bucket', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'yufubao-archive-'))
  const objects = new Map<string, string>()
  const bucket = {
    put: async (name: string, text: string) => objects.set(name, text),
    get: async (name: string) => {
      const text = objects.get(name)
      return text === undefined ? null : { text: async () => text }
    },
  }
  for (const store of [fileArchive(dir), r2Archive(bucket)]) {
    await store.put('segments/0000000001-ab', '一段')
    await store.put('segments/0000000001-ab', '一段')
    expect(await store.get('segments/0000000001-ab')).toBe('一段')
    expect(await store.get('segments/0000000002-cd')).toBeNull()
  }
  expect(readdirSync(join(dir, 'segments'))).toEqual(['0000000001-ab'])
  rmSync(dir, { recursive: true })
})
