import { declare } from '../kernel/declare'

export const room = declare({
  name: 'iso20022',
  about: 'camt.053, pain.001, pain.002; pure',
})
