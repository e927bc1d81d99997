/** See usage.mjs: runs before anything is compiled, so it is plain JavaScript. */
export const USAGE: Record<string, string>
export function verbFrom(entry: string): string | undefined
