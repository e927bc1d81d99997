import { declare } from '../kernel/declare'

export const room = declare({
  name: 'engines',
  about: 'what carries the same database elsewhere',
})
