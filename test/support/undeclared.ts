import type { createApp } from '../../src/app'
import { OPERATIONS } from '../../src/platform/http'
import { PAGES } from '../../src/web/routes'

/** Routes that are no operations: each with the reason why it may stand without a contract. */
const PLAIN: Record<string, string> = {
  'GET /healthz': 'says only that the process answers, and as which version',
  'GET /readyz': 'says whether the platform can work, in counts alone',
  'GET /metrics': 'counts alone, and only for whoever shows the token of the configuration',
  'GET /openapi.json': 'the public contract',
  'GET /icon.svg': 'the mark, the same for everybody',
  'GET /manifest.webmanifest': 'what a home screen is told: names and icons',
  'GET /embed/refund.js': 'the script other sites put beside their form, the same for everybody',
  'POST /calculator/batch/file':
    'the form of the public batch: answers what the route of the API answers',
  'GET /sw.js': 'the worker that keeps the page /offline, the same for everybody',
  'GET /i/:file': 'style sheets and scripts of the pages, the same for everybody',
  'ALL /mock/stripe/*': 'the embedded provider, development only, its own bearer key',
}

/** Mounted routes that are neither an operation nor a page with a policy, nor named above with a reason. */
export function routesWithoutPolicy({ routes }: ReturnType<typeof createApp>): string[] {
  const declared = new Set(OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`))
  for (const { method, path } of PAGES) declared.add(`${method} ${path}`)
  const mounted = routes.filter(
    ({ path, method }) => !(method === 'ALL' && (path === '/*' || path === '/dev/*')),
  )
  return [...new Set(mounted.map(({ method, path }) => `${method} ${path}`))].filter(
    (route) => !declared.has(route) && !(route in PLAIN),
  )
}
