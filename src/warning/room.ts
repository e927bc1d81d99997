import { declare } from '../kernel/declare'

export const room = declare({
  name: 'warning',
  about:
    'from what a shop did day by day, how likely it is to shut on its holders: signals, score, level and why; pure',
})
