import { declare } from '../kernel/declare'

export const room = declare({
  name: 'events',
  about: 'the outbox: what happened, in the batch that made it happen',
  tables: ['events'],
  prefixes: {
    evt: 'event',
  },
})
