import { join } from 'node:path'
import { API } from 'typescript/unstable/sync'
import { describe, expect, it } from 'vitest'
import { everyFile } from '../../scripts/house/figures'
import { misnamed } from '../../scripts/house/names'
import { compiled } from '../support/compiled'

const PLANTED = `
import { type Statement, sql } from '../../src/platform/d1'
type Shop = { name: string }
type ShopRow = { name: string }
export const shopOf = (card: { merchant_id: string }) => card.merchant_id
export type CardSeen = ShopRow
export const KIND_OF = { owner: 'staff' }
export const closeShop = (id: string): Statement => sql\`UPDATE merchants SET closed_at = '' WHERE id = \${id}\`
export const closed = (id: string) => [closeShop(id)]
export const settled = (id: string) => ({ id, statements: [closeShop(id)] })
export const readShop = (id: string) => sql<Shop>\`SELECT name FROM merchants WHERE id = \${id}\`
`
const RIGHT = `
import { type Statement, sql } from '../../src/platform/d1'
type ShopRow = { name: string }
const told = 'a name of its own'
export const off = told
export const readShop = (id: string) => sql<ShopRow>\`SELECT name FROM merchants WHERE id = \${id}\`
export const updateShop = (id: string): Statement => sql\`UPDATE merchants SET name = '' WHERE id = \${id}\`
export const closeShopStatements = (id: string) => [updateShop(id)]
export const planClosing = (id: string) => ({ id, statements: closeShopStatements(id) })
export const mayReadShop = (id: string): Statement => sql\`m.id = \${id}\`
`

describe('every name that others use', () => {
  it('says what it names: statements, rows, and nothing by a small word', () => {
    const api = new API({ cwd: process.cwd() })
    const here = (file: string) => join(process.cwd(), file)
    const openProjects = ['tsconfig.json', 'src/web/islands/tsconfig.json'].map(here)
    const projects = api.updateSnapshot({ openProjects }).getProjects()
    const faults = everyFile()
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) => {
        const project = projects.find(({ program }) => program.getSourceFile(here(file)))
        return project ? misnamed(project, file, here(file)) : [`${file}: in no project`]
      })
    api.close()
    expect(faults).toEqual([])
  })
  it('would be found where it says something else', () => {
    const faults = compiled({ 'planted.ts': PLANTED, 'right.ts': RIGHT }, (project, path) =>
      ['planted.ts', 'right.ts'].flatMap((file) => misnamed(project, `src/${file}`, path(file))),
    )
    expect(faults).toEqual([
      'src/planted.ts:5: shopOf: says “of” and not what it is',
      'src/planted.ts:6: CardSeen: says “seen” and not what it is',
      'src/planted.ts:7: KIND_OF: says “of” and not what it is',
      'src/planted.ts:8: closeShop: one statement: its verb in SQL, emit…, or …Statement',
      'src/planted.ts:9: closed: several statements: …Statements, emit…',
      'src/planted.ts:10: settled: rows and statements: plan…, …Work',
      'src/planted.ts:11: Shop: a row type ends in Row',
    ])
  })
})
