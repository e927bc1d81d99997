import { declare } from '../kernel/declare'

export const room = declare({
  name: 'reckoning',
  about:
    'what the law gives back: facts in, figures, ranges, open questions and every line of them out; pure',
})
