import { declare } from '../kernel/declare'

export const room = declare({
  name: 'overviews',
  about: 'what is drawn from the roll-ups',
})
