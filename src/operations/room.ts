import { declare } from '../kernel/declare'

export const room = declare({
  name: 'operations',
  about:
    'how the platform itself is: what waits for a person, what is late, whether it may take requests',
})
