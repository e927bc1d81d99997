import { declare } from '../kernel/declare'

export const room = declare({
  name: 'readers',
  about: 'one card as its four readers see it, a file each',
})
