import { refuse } from '../../kernel/refusals'
import { page } from '../door'
import { fenOf } from './yuan'

page(
  'POST',
  '/b/merchants/:id/deposits',
  'bank',
  async ({ c, params, form, ask }) => {
    const amount_fen = fenOf(form.get('amount_fen') ?? '')
    if (amount_fen === null) refuse('request_invalid', { errors: [NO_SUM] })
    await ask('receiveDeposit', { params, body: { amount_fen } }, form.get('key') ?? undefined)
    return c.redirect(`/b/merchants/${params.id}?done=deposit`, 303)
  },
  { again: '/b/merchants/:id' },
)
const NO_SUM = {
  pointer: '/amount_fen',
  code: 'amount_malformed',
  detail: '请写金额，例如 5000 或 5000.50',
}
