import { declare } from '../kernel/declare'

export const room = declare({
  name: 'clauses',
  about:
    "reads a shop's own terms as statements - who, about what, with what effect - and says which the law makes void; pure",
})
