import { declare } from '../kernel/declare'

export const room = declare({
  name: 'demo',
  about: 'the demo city, told through the API',
})
