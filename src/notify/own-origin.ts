import type { World } from '../platform/world'

/** Our own address, where a demo or a test may receive what we send; nobody may in production. */
export const ownOrigin = (world: Pick<World, 'config'>): string | null =>
  world.config.stage === 'dev' ? new URL(world.config.public_url).origin : null
