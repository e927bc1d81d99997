import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

/** What a program that uses the client takes along; docs/CLIENT.md says the sizes. */
async function bundled(entry: string) {
  const { outputFiles, metafile } = await build({
    entryPoints: [`src/client/${entry}.ts`],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
  })
  const [{ contents }] = outputFiles as [(typeof outputFiles)[0]]
  return { files: Object.keys(metafile.inputs), bytes: gzipSync(contents).byteLength }
}

describe('the bundle of a program that asks the API', () => {
  it.each([
    ['client', 3_000],
    ['webhook', 1_000],
  ])('%s holds nothing of the service, and is at most %i bytes compressed', async (entry, most) => {
    const { files, bytes } = await bundled(entry)
    expect(files.filter((file) => !file.startsWith('src/client/'))).toEqual([])
    expect(bytes).toBeLessThan(most)
  })
})
