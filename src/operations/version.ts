import built from './build.json'

/** The version this was built as, and every migration it expects to find applied (written by `npm run docs`). */
export const VERSION: string = built.version
export const MIGRATIONS: readonly string[] = built.migrations
