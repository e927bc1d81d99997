import {
  approveBreakResolutionOperation,
  proposeBreakResolutionOperation,
  rejectBreakResolutionOperation,
} from '../../breaks/routes'
import { actPage } from '../act-page'

const AGAIN = { again: '/b/breaks/:id' }

actPage('/b/breaks/:id/proposal', 'bank', {
  act: proposeBreakResolutionOperation,
  says: ({ params, form }) => {
    const payer = form.get('payer')?.trim()
    const said = { proposal: form.get('proposal') ?? '', note: form.get('note') ?? '' }
    const body = { ...said, ...(payer ? { payer } : {}) }
    return { params, body }
  },
  leads: ({ id }) => `/b/breaks/${id}`,
  ...AGAIN,
})
actPage('/b/breaks/:id/rejection', 'bank', {
  act: rejectBreakResolutionOperation,
  says: ({ params, form }) => ({ params, body: { note: form.get('note') ?? '' } }),
  leads: ({ id }) => `/b/breaks/${id}`,
  ...AGAIN,
})
actPage('/b/breaks/:id/approval', 'bank', {
  act: approveBreakResolutionOperation,
  says: ({ params, form }) => {
    // What the checker saw goes with the approval: a break that has changed since then is not approved.
    const difference_fen = Number(form.get('difference_fen'))
    const body = { proposal: form.get('proposal') ?? '', difference_fen }
    return { params, body }
  },
  leads: ({ id }) => `/b/breaks/${id}`,
  ...AGAIN,
})
