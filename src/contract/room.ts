import { declare } from '../kernel/declare'

export const room = declare({
  name: 'contract',
  about: 'the operations and events as an OpenAPI document, and what each field means',
})
