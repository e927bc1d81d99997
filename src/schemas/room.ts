import { declare } from '../kernel/declare'

export const room = declare({
  name: 'schemas',
  about: 'a value held against a schema, and its faults in plain words',
})
