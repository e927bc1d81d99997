import type { Kit } from '../platform/world'

export const NAME = 'mandates.name'
export const COPY_NO = 'mandate_papers.copy_no'
export const CONTENT = 'mandate_papers.content'
export const place = (column: string, id: string): string => `${column}|${id}`

type Seals = Pick<Kit, 'secrets'>
export const sealName = (kit: Seals, id: string, name: string): Promise<string> =>
  kit.secrets.seal(NAME, place(NAME, id), name)
export const openName = (kit: Seals, of: { id: string; name_sealed: string }): Promise<string> =>
  kit.secrets.open(NAME, place(NAME, of.id), of.name_sealed)
