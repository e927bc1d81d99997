import { declare } from '../kernel/declare'

export const room = declare({
  name: 'checks',
  about: 'the passes: queries that must find nothing',
})
