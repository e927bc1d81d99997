import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { askForErasure, cancelErasure } from './erase'
import { exportMyData } from './export'
import { obstaclesIn, readErasures, readObstacles } from './store'
import { DataExport, ErasureView, presentErasure } from './views'

export const privacyRoutes = newRouter()
const tags = ['privacy']
const HOLDER = { consumer: 'own' } as const

export const exportMyDataOperation = operation({
  method: 'post',
  path: '/v1/me/data-exports',
  operationId: 'exportMyData',
  tags,
  summary: '导出我的全部资料：先证明是本人；一天三次，短信会告诉您',
  summary_en: 'Takes a copy of everything kept of me; told by SMS, three times a day',
  policy: HOLDER,
  step_up: {},
  answers: { 201: { description: '全部资料', schema: DataExport } },
  refuses: ['data_exports_used_up', 'data_export_over'],
})
serveAct(privacyRoutes, exportMyDataOperation, (world, ask) => exportMyData(world, ask))

export const readErasureOperation = operation({
  method: 'get',
  path: '/v1/me/erasure',
  operationId: 'readErasure',
  tags,
  summary: '注销账户：现在能不能办、什么会抹掉、什么会留下',
  summary_en: 'Reads whether I can be erased, what goes and what stays',
  policy: HOLDER,
  answers: { 200: { description: '注销', schema: ErasureView } },
})
serveRead(privacyRoutes, readErasureOperation, {
  reads: (who) => ({
    erasures: readErasures(sql`consumer_id = ${who.subject_id} ORDER BY id DESC LIMIT 1`),
    obstacles: readObstacles(who.subject_id),
  }),
  present: ({ rows }) => presentErasure(rows.erasures[0], obstaclesIn(rows.obstacles)),
})

export const askForErasureOperation = operation({
  method: 'post',
  path: '/v1/me/erasure',
  operationId: 'askForErasure',
  tags,
  summary: '申请注销：先证明是本人；七天后生效，之前可以取消；卡里有钱不能办',
  summary_en: 'Asks to be erased in seven days; not while there is money or anything open',
  policy: HOLDER,
  step_up: {},
  answers: { 201: { description: '等七天', schema: ErasureView } },
  refuses: ['erasure_waits_already', 'erasure_blocked'],
})
serveAct(privacyRoutes, askForErasureOperation, (world, ask) => askForErasure(world, ask))

export const cancelErasureOperation = operation({
  method: 'post',
  path: '/v1/me/erasure/cancellation',
  operationId: 'cancelErasure',
  tags,
  summary: '取消注销',
  summary_en: 'Takes an erasure back',
  policy: HOLDER,
  answers: { 200: { description: '取消了', schema: ErasureView } },
  refuses: ['erasure_not_found', 'erasure_not_waiting'],
})
serveAct(privacyRoutes, cancelErasureOperation, (world, ask) => cancelErasure(world, ask))
