import { declare } from '../kernel/declare'

export const room = declare({
  name: 'supervision',
  about:
    'what makes a shop worth an official’s look, how urgent it is and what is at stake; the morning’s figures',
})
