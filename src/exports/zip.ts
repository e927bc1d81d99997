import { Zip, ZipDeflate } from 'fflate'
import { epochMs, HOUR_MS, type Instant } from '../kernel/time'

/** Some text of the file at this path; all the text of one file comes before the next file's. */
export type Piece = { path: string; text: string }

/** What is compressed at a time, so that the same text makes the same archive however it was read. */
const CHUNK_BYTES = 64 * 1024

/** A zip archive of texts, compressed as they come: one piece and one chunk are in memory, never a file. */
export async function* zipped(
  pieces: AsyncIterable<Piece>,
  made_at: Instant,
): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = []
  const zip = new Zip((fault, bytes) => {
    if (fault) throw fault
    out.push(bytes)
  })
  const mtime = dosTime(made_at)
  const opened = (path: string): Entry => {
    // The lightest: the time a request may compute is scarcer than the bytes it may send.
    const entry = new ZipDeflate(path, { level: 1 })
    entry.mtime = mtime
    zip.add(entry)
    return { path, ...inChunks((bytes, last) => entry.push(bytes, last)) }
  }
  const entries: Entry[] = []
  for await (const { path, text } of pieces) {
    if (entries.at(-1)?.path !== path) {
      entries.pop()?.end()
      entries.push(opened(path))
    }
    entries.at(-1)?.take(text)
    yield* out.splice(0)
  }
  entries.pop()?.end()
  zip.end()
  yield* out.splice(0)
}

type Entry = { path: string; take: (text: string) => void; end: () => void }
/** Hands on whole chunks, and what is left at the end. */
function inChunks(push: (bytes: Uint8Array, last: boolean) => void) {
  const encoder = new TextEncoder()
  let kept = new Uint8Array()
  return {
    take(text: string) {
      const bytes = encoder.encode(text)
      const both = new Uint8Array(kept.length + bytes.length)
      both.set(kept)
      both.set(bytes, kept.length)
      let at = 0
      for (; both.length - at > CHUNK_BYTES; at += CHUNK_BYTES)
        push(both.slice(at, at + CHUNK_BYTES), false)
      kept = both.slice(at)
    },
    end: () => push(kept, true),
  }
}

/** An archive tells time without a zone, and is read as local time: in Shanghai, whatever zone writes it. */
function dosTime(at: Instant): Date {
  const local = new Date(epochMs(at) + 8 * HOUR_MS)
  return new Date(local.getTime() + local.getTimezoneOffset() * 60_000)
}
