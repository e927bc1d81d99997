/** A picture with nothing in it but the picture: what may be kept and shown. */
export type Cleaned = { bytes: Uint8Array<ArrayBuffer>; width: number; height: number }

/** Pieces of a file, one behind the other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
