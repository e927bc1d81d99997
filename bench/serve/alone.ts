import worker from '../../src/worker'
import { ALONE } from '../load'

/** The product's worker; without a context to go on in after the answer when a request says so. */
export default {
  ...worker,
  fetch: (request, env, context) =>
    request.headers.has(ALONE) ? worker.fetch(request, env) : worker.fetch(request, env, context),
} satisfies ExportedHandler<Env>
