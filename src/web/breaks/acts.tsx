import { page } from '../door'

const AGAIN = { again: '/b/breaks/:id' }

page(
  'POST',
  '/b/breaks/:id/proposal',
  'bank',
  async ({ c, params, form, ask }) => {
    const payer = form.get('payer')?.trim()
    const said = { proposal: form.get('proposal') ?? '', note: form.get('note') ?? '' }
    const body = { ...said, ...(payer ? { payer } : {}) }
    await ask('proposeBreakResolution', { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/b/breaks/${params.id}`, 303)
  },
  AGAIN,
)
page(
  'POST',
  '/b/breaks/:id/rejection',
  'bank',
  async ({ c, params, form, ask }) => {
    const body = { note: form.get('note') ?? '' }
    await ask('rejectBreakResolution', { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/b/breaks/${params.id}`, 303)
  },
  AGAIN,
)
page(
  'POST',
  '/b/breaks/:id/approval',
  'bank',
  async ({ c, params, form, ask }) => {
    // What the checker saw goes with the approval: a break that has changed since then is not approved.
    const difference_fen = Number(form.get('difference_fen'))
    const body = { proposal: form.get('proposal') ?? '', difference_fen }
    await ask('approveBreakResolution', { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/b/breaks/${params.id}`, 303)
  },
  AGAIN,
)
