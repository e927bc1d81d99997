import * as z from 'zod'
import { mayFilterBy } from '../city/rules'
import { insist, refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { District, MerchantId, Sector } from '../merchants/views'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, pageFrom, pageQuery } from '../platform/page'
import { briefingRoutes } from './briefing'
import { coverageRoutes } from './coverage'
import { dossierRoutes } from './dossier'
import { mediationRoutes } from './mediation'
import { placeFrom, placeKey } from './rules'
import {
  type Filter,
  readCounts,
  readNewestClose,
  readWatched,
  readWatchedShop,
  watchedFrom,
} from './store'
import {
  presentCounts,
  presentWatched,
  presentWatchedAlone,
  WatchedShopAlone,
  WatchedShopList,
} from './views'

export const supervisionRoutes = newRouter()
supervisionRoutes.route('/', briefingRoutes)
supervisionRoutes.route('/', mediationRoutes)
supervisionRoutes.route('/', coverageRoutes)
supervisionRoutes.route('/', dossierRoutes)
const READERS = { supervisor: 'jurisdiction', operator: 'all' } as const

const query = z.strictObject({
  ...pageQuery,
  district: District.optional(),
  sector: Sector.optional(),
  name: z.string().trim().min(1).max(40).optional().meta({ description: '店名里有这些字' }),
  urgency_min: z.coerce.number().int().min(1).max(5).default(1),
})
type Query = z.output<typeof query>
const filterOf = ({ district, sector, name, urgency_min }: Query): Filter => ({
  district: district ?? null,
  sector: sector ?? null,
  name: name ?? null,
  urgency_min,
})
const placeIn = (cursor: string | undefined) => {
  const key = cursorKey(cursor)
  return key === null ? null : (placeFrom(key) ?? refuse('cursor_invalid'))
}

export const listWatchedShopsOperation = operation({
  method: 'get',
  path: '/v1/supervision/shops',
  operationId: 'listWatchedShops',
  tags: ['supervision'],
  summary: '辖区的店，最急的在前、涉及的钱多的在前；可按地区、行业、店名、级别筛选',
  summary_en: 'Lists shops worth a look, the most urgent first',
  traces: ['work', '要看的店的清单', 'the list of shops worth a look'],
  policy: READERS,
  query,
  answers: { 200: { description: '店和为什么要看', schema: WatchedShopList } },
  refuses: ['district_unknown', 'sector_unknown', 'cursor_invalid'],
})
serveRead(supervisionRoutes, listWatchedShopsOperation, {
  reads: (who, { query }, now) => {
    const of = { today: localDate(now), filter: filterOf(query) }
    return {
      shops: readWatched(who, { ...of, after: placeIn(query.cursor), limit: query.limit + 1 }),
      counts: readCounts(who, of),
      close: readNewestClose,
    }
  },
  present: ({ rows, now, city }, { query }) => {
    mayFilterBy(city, query)
    const [counts] = rows.counts
    insist(counts, 'a count has a row')
    return {
      ...pageFrom(rows.shops.map(watchedFrom), query.limit, placeKey, presentWatched),
      totals: presentCounts(counts),
      coverage_on: rows.close[0]?.day ?? null,
      as_of: now,
    }
  },
})

export const readWatchedShopOperation = operation({
  method: 'get',
  path: '/v1/supervision/shops/:id',
  operationId: 'readWatchedShop',
  tags: ['supervision'],
  summary: '一家店：多急、为什么、现在可以做什么',
  summary_en: 'Reads why one shop is worth a look',
  traces: ['work', '一家店要看的事', 'why a shop is worth a look'],
  policy: READERS,
  params: z.strictObject({ id: MerchantId }),
  answers: { 200: { description: '这家店', schema: WatchedShopAlone } },
  refuses: ['merchant_not_found'],
})
serveRead(supervisionRoutes, readWatchedShopOperation, {
  reads: (who, { params: { id } }, now) => ({
    shops: readWatchedShop(who, { today: localDate(now), id }),
  }),
  present: ({ rows }) =>
    presentWatchedAlone(watchedFrom(rows.shops[0] ?? refuse('merchant_not_found'))),
})
