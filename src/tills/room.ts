import { declare } from '../kernel/declare'

export const room = declare({
  name: 'tills',
  about: 'what a till needs besides selling: finding a card by its holder’s phone',
})
