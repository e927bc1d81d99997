import { declare } from '../kernel/declare'

export const room = declare({
  name: 'waiting',
  about: 'what waits for a holder, from every room, in one read',
})
