/** See setup.mjs: runs before anything is compiled, so it is plain JavaScript. */
export function copyReader(): void
