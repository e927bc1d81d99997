/** See owner.mjs: runs before anything is compiled, so it is plain JavaScript. */
export type Holder = { pid: number; what: string; port: number | null; since: string }
export type Owner = { handTo: (pid: number) => void; release: () => void }
export function takeState(
  state: string,
  as: { what: string; port?: number | null },
): { holder: Holder; owner?: undefined } | { owner: Owner; holder?: undefined }
export function stateHolder(state: string): Holder | null
export function heldBy(holder: Holder): string
