export type Vars = Record<string, string>
export function readVars(file?: string): Vars
export function ensureDevVars(file?: string): Vars
