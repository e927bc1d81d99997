import { cookieCredential } from '../../identity/tokens'
import { refuse } from '../../kernel/refusals'
import { packRoutes } from '../../packs/routes'
import { page } from '../door'
import { throughApi } from '../intake/through-api'

/** The pack's cards as one file, written page by page as the API writes it. */
page('GET', '/b/packs/:merchant_id/file', 'bank', async (visit) => {
  const { c, params } = visit
  const who = await cookieCredential(c.req.raw, 'bank', c.var.world.config.stage)
  const url = new URL(`/v1/resolution-packs/${params.merchant_id}/file`, c.req.url)
  const day = new URL(c.req.url).searchParams.get('day')
  if (day) url.searchParams.set('day', day)
  const asked = { routes: packRoutes, who: who ?? refuse('not_signed_in') }
  return throughApi(visit, { ...asked, request: new Request(url) })
})
