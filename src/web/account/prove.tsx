import { proveMyselfOperation } from '../../identity/routes'
import { page } from '../door'
import { Prove } from '../ui/prove'

/** Only a form of a consumer's own pages is sent on. */
const formAt = (said: string | null): string | null =>
  said !== null && /^\/c\/[\w/-]+$/.test(said) && said !== '/c/prove' ? said : null

page('GET', '/c/prove', 'consumer', async ({ form }) => (
  <Prove to={formAt(form.get('prove_to')) ?? ''} said={form} />
))
page(
  'POST',
  '/c/prove',
  'consumer',
  async ({ c, form, ask }) => {
    const body = { pin: form.get('prove_pin')?.trim() ?? '' }
    await ask(proveMyselfOperation, { body }, form.get('prove_key') ?? undefined)
    const to = formAt(form.get('prove_to'))
    // 307: the browser sends the same fields on, as the form would have.
    return to === null ? c.redirect('/c/me', 303) : c.redirect(to, 307)
  },
  { again: '/c/prove', secret: true },
)
