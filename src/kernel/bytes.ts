export type Bytes = Uint8Array<ArrayBuffer>

/** Pieces one after the other, as bytes of their own. */
export function joinedBytes(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
