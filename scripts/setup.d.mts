/** See setup.mjs: runs before anything is compiled, so it is plain JavaScript. */
export function copyReader(): void
/** Bundles an entry into a file that goes when this process ends, and says where it is. */
export function bundle(entry: string, of?: { traced?: boolean }): string
