import { declare } from '../kernel/declare'

export const room = declare({
  name: 'schemas',
  about: 'a request and a value held against a schema, and what is wrong with them in plain words',
})
