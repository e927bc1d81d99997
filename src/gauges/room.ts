import { declare } from '../kernel/declare'

export const room = declare({
  name: 'gauges',
  about:
    'what a machine that watches may ask: figures of this process and of the whole city, and traces; never of anybody',
})
