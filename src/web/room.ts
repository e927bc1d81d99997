import { declare } from '../kernel/declare'

export const room = declare({
  name: 'web',
  about: 'the pages: answers of the API’s own operations made readable',
})
