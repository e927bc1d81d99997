import { declare } from '../kernel/declare'

export const room = declare({
  name: 'calculator',
  about: "the law's figure for any card",
})
