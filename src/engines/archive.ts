import type { ArchivePort } from '../environment/ports'

/** What is used of a bucket: the runtime's own type knows more. */
export type Bucket = {
  put(name: string, text: string): Promise<unknown>
  get(name: string): Promise<{ text(): Promise<string> } | null>
}

/** History in an R2 bucket of the worker's account, one object for each segment. */
export const r2Archive = (bucket: Bucket): ArchivePort => ({
  name: 'r2',
  async put(name, text) {
    await bucket.put(name, text)
  },
  async get(name) {
    return (await (await bucket.get(name))?.text()) ?? null
  },
})
