import { declare } from '../kernel/declare'

export const room = declare({
  name: 'environment',
  about: 'configuration, secrets, log lines, and the ports to bank, provider and SMS',
})
