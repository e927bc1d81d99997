import { CityShard, default as worker } from './sharded'

export { CityShard }

/** Where a host that has no clock asks for the jobs of a cron line; never reached from outside (scripts/host). */
const TICK_PATH = '/-/tick'

/**
 * The same worker on a workerd of one's own: which has no crons, so that whoever started it says when a line is due, under
 * a key made for this one start.
 */
export default {
  ...worker,
  async fetch(request, env, context) {
    const { HOST_KEY } = env as { HOST_KEY?: string }
    const url = new URL(request.url)
    if (url.pathname !== TICK_PATH || !HOST_KEY) return worker.fetch(request, env, context)
    if (request.headers.get('X-Host-Key') !== HOST_KEY) return new Response(null, { status: 404 })
    const cron = url.searchParams.get('cron') ?? ''
    await worker.scheduled({ cron, scheduledTime: Date.now(), noRetry: () => undefined }, env)
    return new Response(null, { status: 204 })
  },
} satisfies ExportedHandler<Env>
