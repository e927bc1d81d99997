import { declare } from '../kernel/declare'

export const room = declare({
  name: 'statements',
  about: "what a bank's statement is: bytes, faults, pages, figures; pure",
})
