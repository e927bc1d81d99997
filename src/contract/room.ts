import { declare } from '../kernel/declare'

export const room = declare({
  name: 'contract',
  about: 'the operations as an OpenAPI document',
})
