/** A picture with nothing in it but the picture: what may be kept and shown. */
export type Cleaned = { bytes: Uint8Array<ArrayBuffer>; width: number; height: number }
