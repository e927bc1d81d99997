import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/**
 * The house with one more act in room `tips`: a shop's tip is answered with thanks, once. Four files, all of that room,
 * stand for what a change would touch; everything else is the house as it is.
 */
const ADDED = {
  'src/tips/thank.ts': `
import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'

export const thankForTip = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: () => ({ tips: sql\`SELECT id FROM shop_tips WHERE id = \${id}\` }),
    decide: ({ rows, now }) => {
      if (rows.tips[0] === undefined) refuse('tip_not_found')
      const said = { subject_id: id, merchant_id: null, consumer_id: null, data: { tip_id: id }, at: now }
      const body = { object: 'tip_thanks', tip_id: id }
      return { status: 201, subject_id: id, body, statements: [emit(world, { type: 'tip.thanked', ...said })] }
    },
  })
export const forgetThanks = async (_world: World, _limit: number) => 0
`,
}
const CHANGED: Record<string, (text: string) => string> = {
  'src/tips/room.ts': (text) =>
    text
      .replace(
        'refusals: {',
        "refusals: { tip_not_found: { status: 404, message: '没有找到这条线索', frozen: true },",
      )
      .replace('prefixes: {', "prefixes: { thx: 'thanks for a tip',")
      .replace("tables: ['shop_tips']", "tables: ['shop_tips', 'tip_thanks']")
      .replace(
        /\}\)\s*$/,
        `
        events: { 'tip.thanked': { zh: '一条线索已致谢', en: 'A tip was thanked for', data: { tip_id: 'tip' } } },
        jobs: { forgetThanks: { turn: 15, when: 'often', what: '忘掉旧的致谢' } },
        stakes: { thankForTip: 'move' },
      })`,
      ),
  'src/tips/doors.ts': (text) =>
    `import { forgetThanks } from './thank'\n${text.replace('routes: [tipRoutes],', 'routes: [tipRoutes], jobs: { forgetThanks },')}`,
  'src/tips/routes.ts': (text) => `import { thankForTip } from './thank'
${text}
export const thankForTipOperation = operation({
  method: 'post',
  path: '/v1/shop-tips/:id/thanks',
  operationId: 'thankForTip',
  tags,
  summary: '谢谢说这家店的人',
  summary_en: 'Thanks whoever told of a shop',
  policy: { operator: 'all' },
  params: z.strictObject({ id: z.string() }),
  answers: { 201: { description: '已谢', schema: z.strictObject({ object: z.literal('tip_thanks'), tip_id: z.string() }) } },
  refuses: ['tip_not_found'],
})
serveAct(tipRoutes, thankForTipOperation, (world, ask, { params }) => thankForTip(world, ask, params.id))
`,
}
const house = `
export { REFUSALS } from './src/kernel/refusals'
export { PREFIXES } from './src/kernel/ids'
export { EVENTS } from './src/events/catalogue'
export { operationStake } from './src/kernel/stakes'
export { JOBS } from './src/jobs'
export { OPERATIONS } from './src/platform/http'
import './src/app'
export { openApiDocument } from './src/contract/document'
export { refusalsPage } from './scripts/docs/refusals'
export { roomsPage } from './scripts/docs/rooms'
export { ROOMS } from './src/rooms'
export { DOORS } from './src/doors'
export { TABLE_WRITERS } from './test/support/rooms'
export { sql } from './src/platform/d1'
export { openDesk } from './test/refunds/support'
`

const one_more_act: Plugin = {
  name: 'one more act',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\/thank$/ }, () => ({ path: resolve('src/tips/thank.ts') }))
    onResolve({ filter: /^#storage$/ }, () => ({ path: resolve('test/support/storage.node.ts') }))
    onLoad({ filter: /src\/tips\/\w+\.ts$/ }, ({ path }) => {
      const file = path.slice(resolve('.').length + 1)
      const added = (ADDED as Record<string, string>)[file]
      if (added !== undefined) return { contents: added, loader: 'ts' }
      const text = readFileSync(path, 'utf8')
      const changed = CHANGED[file]?.(text) ?? text
      // A change that no longer finds its place would show nothing.
      if (file in CHANGED && changed === text) throw new Error(`${file} was not changed`)
      return { contents: changed, loader: 'ts' }
    })
  },
}

const outfile = resolve('.build', `one-more-act-${process.pid}.mjs`)
let it_would_be: any

describe('one more act in a room, and nothing else changed', () => {
  beforeAll(async () => {
    mkdirSync('.build', { recursive: true })
    await build({
      stdin: { contents: house, resolveDir: resolve('.'), loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      packages: 'external',
      jsx: 'automatic',
      jsxImportSource: 'hono/jsx',
      plugins: [one_more_act],
      outfile,
      logLevel: 'error',
    })
    it_would_be = await import(pathToFileURL(outfile).href)
  })
  afterAll(() => rmSync(outfile, { force: true }))

  it('touches the files of its room alone', () => {
    const touched = [...Object.keys(ADDED), ...Object.keys(CHANGED)]
    expect([...new Set(touched.map((file) => file.split('/').slice(0, 2).join('/')))]).toEqual([
      'src/tips',
    ])
  })
  it('is in every catalogue', () => {
    const { REFUSALS, PREFIXES, EVENTS, operationStake, TABLE_WRITERS } = it_would_be
    expect(REFUSALS.tip_not_found.message).toBe('没有找到这条线索')
    expect(PREFIXES.thx).toBe('thanks for a tip')
    expect(EVENTS['tip.thanked'].zh).toBe('一条线索已致谢')
    expect(operationStake('thankForTip')).toBe('move')
    expect(TABLE_WRITERS.tip_thanks).toBe('tips')
  })
  it('runs its job in its turn', () => {
    const names = it_would_be.JOBS.map(({ name }: { name: string }) => name)
    expect(names.slice(0, 3)).toEqual(['expireRedemptions', 'forgetThanks', 'reconcilePurchases'])
    expect(names.slice(-2)).toEqual(['deliverEvents', 'sendNotices'])
  })
  it('stands in the documents', () => {
    const { openApiDocument, refusalsPage, roomsPage, ROOMS, DOORS } = it_would_be
    expect(openApiDocument().paths['/v1/shop-tips/{id}/thanks'].post.operationId).toBe(
      'thankForTip',
    )
    expect(refusalsPage()).toContain('| 没有找到这条线索 | 是 | tips |')
    const page = roomsPage(ROOMS, DOORS).split('## tips')[1]
    expect(openApiDocument().webhooks['tip.thanked'].post.summary).toBe('一条线索已致谢')
    for (const word of ['tip_thanks', 'thx', 'tip.thanked', 'POST /v1/shop-tips/:id/thanks'])
      expect(page).toContain(`\`${word}\``)
  })
  it('is served, refused in its own words, and told', async () => {
    const { openDesk, sql } = it_would_be
    const desk = await openDesk()
    const operator = (await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`))[0].id
    const unknown = 'tip_00000000000000000000000000'
    const refused = await desk.says(operator, 'POST', `/v1/shop-tips/${unknown}/thanks`)
    expect([refused.status, refused.body.code]).toEqual([404, 'tip_not_found'])
    expect(refused.body.detail).toBe('没有动钱。没有找到这条线索')
    const tip = { kind: 'invite', shop_name: '海边琴行', district: 'rushan' }
    const { body } = await desk.says(desk.li.id, 'POST', '/v1/shop-tips', tip)
    const thanked = await desk.says(operator, 'POST', `/v1/shop-tips/${body.id}/thanks`)
    expect(thanked.body).toEqual({ object: 'tip_thanks', tip_id: body.id })
    expect(await desk.rows(sql`SELECT type FROM events WHERE subject_id = ${body.id}`)).toEqual([
      { type: 'tip.thanked' },
    ])
  })
})
