import { declare } from '../kernel/declare'

export const room = declare({
  name: 'standing',
  about: 'what may be said of the safety of a card or shop: figures in, one sentence out; pure',
})
