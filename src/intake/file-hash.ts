import { hex } from '../environment/crypto'

/** SHA-256 of a file's bytes, in hexadecimal: the same content is the same file, whoever brings it. */
export const hashOf = async (bytes: Uint8Array): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))))
