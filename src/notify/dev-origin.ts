import type { Config } from '../environment/config'

/** Our own address in development, where it and this machine may receive what we send; null in production. */
export const devOrigin = (config: Pick<Config, 'stage' | 'public_url'>): string | null =>
  config.stage === 'dev' ? new URL(config.public_url).origin : null
