import { declare } from '../kernel/declare'

export const room = declare({
  name: 'csv',
  about: 'statements and cells as CSV; pure',
})
