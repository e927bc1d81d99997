import { declare } from '../kernel/declare'

export const room = declare({
  name: 'operations',
  about:
    'how the platform is: what waits for its people, whether its clock keeps its hours, whether it is ready to serve',
})
