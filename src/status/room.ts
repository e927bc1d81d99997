import { declare } from '../kernel/declare'

export const room = declare({
  name: 'status',
  about:
    'how the service is, for anybody: up or not, what is late, which day was sealed last, what went wrong of late; of nobody in particular',
})
