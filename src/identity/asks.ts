import { marked } from '../environment/content-hash'
import { hex } from '../environment/crypto'
import type { Ask } from '../platform/act'
import { PUBLIC } from '../platform/actor'
import type { Kit } from '../platform/world'

/**
 * The same request with its fingerprint keyed. The journal keeps fingerprints for ever, and a plain hash of
 * a phone, a code or a PIN could be found again by trying them all.
 */
export async function keyedAsk(kit: Kit, ask: Ask): Promise<Ask> {
  const { hash, before } = ask.fingerprint
  const keyed = async (plain: string) => (await kit.secrets.macs('fingerprint', plain)).map(hex)
  const [current = '', ...earlier] = (await keyed(hash)).map(marked)
  const before_all = async () => (await Promise.all([await before()].flat().map(keyed))).flat()
  return { ...ask, fingerprint: { hash: current, earlier, before: before_all } }
}

/** A request of somebody not signed in, in the name of the phone it is about: no two people share keys. */
export async function publicAsk(kit: Kit, ask: Ask, phone_index: string): Promise<Ask> {
  const who = { ...PUBLIC, id: `public:${phone_index}` }
  return { ...(await keyedAsk(kit, ask)), who }
}
