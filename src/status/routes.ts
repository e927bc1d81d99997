import type { Planned } from '../operations/lateness-rules'
import { newRouter, operation, serveKept } from '../platform/http'
import { serviceStatus } from './reading'
import { ServiceStatus } from './views'

export const readServiceStatusOperation = operation({
  method: 'get',
  path: '/v1/status',
  operationId: 'readServiceStatus',
  tags: ['operations'],
  summary: '服务现在怎么样：正常不正常、什么慢了、最近封账的一天、近 90 天的事',
  summary_en: 'Reads how the service is: up or not, what is late, its last 90 days',
  description:
    '谁都可以问，数据库没有回应时也答（state 是 no_answer）。同一次的结果给几秒之内的所有人；不说任何人、任何一家店。',
  policy: 'public',
  a_minute: 60,
  answers: {
    200: {
      description: '服务现在怎么样',
      schema: ServiceStatus,
      headers: { 'Cache-Control': 'public, max-age=5：可以留几秒 · May be kept for a few seconds' },
    },
  },
})

/** `planned` is what the clock runs, and when. */
export function statusRoutes(planned: readonly Planned[]) {
  const routes = newRouter()
  serveKept(routes, readServiceStatusOperation, async (c) => {
    const told = await serviceStatus(c.var.world, planned)
    c.header('Cache-Control', 'public, max-age=5')
    return told
  })
  return routes
}
