export const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** `sha-256=:…:` of a body's own bytes (RFC 9530): one algorithm, one spelling. */
export async function contentDigest(body: BufferSource): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', body))
  return `sha-256=:${base64(bytes)}:`
}
