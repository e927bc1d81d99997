import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type { Project } from 'typescript/unstable/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/d1'
import type { openDesk } from '../refunds/support'
import { anyhow } from '../support/addresses'
import { compiled } from '../support/compiled'

/**
 * The house with one more act in room `tips`: a shop's tip is answered with thanks, once. Five files, all of that room,
 * stand for what a change would touch; everything else is the house as it is. They are compiled as they are run.
 */
const ADDED = {
  'src/tips/thank.ts': `
import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { readTip, type TipIdRow } from './store'

export const thankForTip = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: () => ({ tips: readTip(id) }),
    decide: ({ rows, now, kit }) => {
      const tip = rows.tips[0] ?? refuse('tip_not_found')
      return { status: 201, subject_id: id, body: thanksOf(tip), statements: [emit(kit, thanked(tip, now))] }
    },
  })
const thanksOf = ({ id }: TipIdRow) => ({ object: 'tip_thanks' as const, tip_id: id })
const thanked = ({ id }: TipIdRow, at: Instant) => ({
  type: 'tip.thanked' as const,
  ...{ subject_id: id, merchant_id: null, consumer_id: null, data: { tip_id: id }, at },
})
export const forgetThanks = async (_world: World, _limit: number) => 0
`,
}
/** Somebody who asks for it, in a test. */
const ASKER = 'test/tips/asks-for-thanks.ts'
const asker = `
import type { TestWorld } from '../support/world'
export const thanks = async ({ call }: TestWorld, id: string): Promise<'tip_thanks'> =>
  (await call('POST', \`/v1/shop-tips/\${id}/thanks\`)).body.object
`
const CHANGED: Record<string, (text: string) => string> = {
  'src/tips/store.ts': (text) => `${text}
export type TipIdRow = { id: string }
export const readTip = (id: string) => sql<TipIdRow>\`SELECT id FROM shop_tips WHERE id = \${id}\`
`,
  'src/tips/room.ts': (text) =>
    text
      .replace(
        'refusals: {',
        "refusals: { tip_not_found: { status: 404, message: '没有找到这条线索', message_en: 'There is no such tip', frozen: true },",
      )
      .replace('prefixes: {', "prefixes: { thx: 'thanks for a tip',")
      .replace("tables: ['shop_tips']", "tables: ['shop_tips', 'tip_thanks']")
      .replace(
        /\}\)\s*$/,
        `
        events: { 'tip.thanked': { zh: '一条线索已致谢', en: 'A tip was thanked for', data: { tip_id: 'tip' } } },
        jobs: { forgetThanks: { turn: 15, when: 'often', what: '忘掉旧的致谢', what_en: 'Forgets old thanks' } },
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
export { openDesk } from './test/refunds/support'
`

/** What a file says with the act in it; undefined where nothing changes. */
function textOf(path: string): string | undefined {
  const file = path.slice(resolve('.').length + 1)
  if (file === ASKER) return asker
  const added = (ADDED as Record<string, string>)[file]
  if (added !== undefined || !(file in CHANGED)) return added
  const text = readFileSync(path, 'utf8')
  const changed = CHANGED[file]?.(text) ?? text
  // A change that no longer finds its place would show nothing.
  if (changed === text) throw new Error(`${file} was not changed`)
  return changed
}
const one_more_act: Plugin = {
  name: 'one more act',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\/thank$/ }, () => ({ path: resolve('src/tips/thank.ts') }))
    onResolve({ filter: /^#storage$/ }, () => ({ path: resolve('test/support/storage.node.ts') }))
    onLoad({ filter: /src\/tips\/\w+\.ts$/ }, ({ path }) => {
      const contents = textOf(path) ?? readFileSync(path, 'utf8')
      return { contents, loader: 'ts' }
    })
  },
}

const faultsIn = ({ program }: Project) =>
  [...Object.keys({ ...ADDED, ...CHANGED }), ASKER].flatMap((file) =>
    program.getSemanticDiagnostics(resolve(file)).map(({ text, pos }) => `${file}:${pos} ${text}`),
  )
const outfile = resolve('.build', `one-more-act-${process.pid}.mjs`)
/** What is asked of that house: names it has and this one has not. */
type House = {
  REFUSALS: Record<string, { message: string }>
  PREFIXES: Record<string, string>
  EVENTS: Record<string, { zh: string }>
  operationStake: (name: string) => string
  TABLE_WRITERS: Record<string, string>
  JOBS: { name: string }[]
  openApiDocument: () => {
    paths: Record<string, Record<string, { operationId: string }>>
    webhooks: Record<string, { post: { summary: string } }>
  }
  refusalsPage: () => string
  roomsPage: (rooms: unknown, doors: unknown) => string
  ROOMS: unknown
  DOORS: unknown
  openDesk: typeof openDesk
}
let it_would_be: House

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
  it('is typed from its statement to its answer, and to whoever asks for it', () => {
    const faults = compiled([...Object.keys({ ...ADDED, ...CHANGED }), ASKER], faultsIn, textOf)
    expect(faults).toEqual([])
    const typo = (path: string) =>
      textOf(path)
        ?.replace('data: { tip_id: id }', 'data: { tipp_id: id }')
        .replace('}/thanks', '}/thank')
        .replace('/thanks\\`', '/thank\\`')
    const slips = compiled([...Object.keys(ADDED), ASKER], faultsIn, typo)
    expect(slips.join()).toContain('tipp_id')
    expect(slips.join()).toContain('is no operation')
  })
  it('stands in CONTRIBUTING as it is written here', () => {
    const page = readFileSync('CONTRIBUTING.md', 'utf8')
    const [act = ''] =
      /export const thankForTip[\s\S]*?\n {2}\}\)\n/.exec(ADDED['src/tips/thank.ts']) ?? []
    expect(page).toContain(act)
  })
  it('is in every catalogue', () => {
    const { REFUSALS, PREFIXES, EVENTS, operationStake, TABLE_WRITERS } = it_would_be
    expect(REFUSALS.tip_not_found?.message).toBe('没有找到这条线索')
    expect(PREFIXES.thx).toBe('thanks for a tip')
    expect(EVENTS['tip.thanked']?.zh).toBe('一条线索已致谢')
    expect(operationStake('thankForTip')).toBe('move')
    expect(TABLE_WRITERS.tip_thanks).toBe('tips')
  })
  it('runs its job in its turn', () => {
    const names = it_would_be.JOBS.map(({ name }) => name)
    expect(names.slice(0, 3)).toEqual(['expireRedemptions', 'forgetThanks', 'reconcilePurchases'])
    expect(names.slice(-2)).toEqual(['deliverEvents', 'sendNotices'])
  })
  it('stands in the documents', () => {
    const { openApiDocument, refusalsPage, roomsPage, ROOMS, DOORS } = it_would_be
    expect(openApiDocument().paths['/v1/shop-tips/{id}/thanks']?.post?.operationId).toBe(
      'thankForTip',
    )
    expect(refusalsPage()).toContain('| 没有找到这条线索 · There is no such tip | 是 | tips |')
    const page = roomsPage(ROOMS, DOORS).split('## tips')[1]
    expect(openApiDocument().webhooks['tip.thanked']?.post.summary).toBe('一条线索已致谢')
    for (const word of ['tip_thanks', 'thx', 'tip.thanked', 'POST /v1/shop-tips/:id/thanks'])
      expect(page).toContain(`\`${word}\``)
  })
  it('is served, refused in its own words, and told', async () => {
    const desk = await it_would_be.openDesk()
    const [row] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
    const operator = String(row?.id)
    const thanks = (id: string) => anyhow(`/v1/shop-tips/${id}/thanks`)
    const unknown = 'tip_00000000000000000000000000'
    const refused = await desk.says(operator, 'POST', thanks(unknown))
    expect([refused.status, refused.body.code]).toEqual([404, 'tip_not_found'])
    expect(refused.body.detail).toBe('没有动钱。没有找到这条线索')
    const tip = { kind: 'invite', shop_name: '海边琴行', district: 'rushan' } as const
    const { body } = await desk.says(desk.li.id, 'POST', '/v1/shop-tips', tip)
    const thanked = await desk.says(operator, 'POST', thanks(body.id))
    expect(thanked.body).toEqual({ object: 'tip_thanks', tip_id: body.id })
    expect(await desk.rows(sql`SELECT type FROM events WHERE subject_id = ${body.id}`)).toEqual([
      { type: 'tip.thanked' },
    ])
  })
})
