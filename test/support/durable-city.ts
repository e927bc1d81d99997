import { DurableObject } from 'cloudflare:workers'

/** An object with a SQLite of its own and nothing else; what runs in it is the tests'. */
export class City extends DurableObject {}
export default { fetch: () => new Response(null, { status: 404 }) }
