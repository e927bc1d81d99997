import { declare } from '../kernel/declare'

export const room = declare({
  name: 'engines',
  about:
    'where a batch is one transaction: D1, a Durable Object, node:sqlite, libSQL; only entry points choose one',
})
