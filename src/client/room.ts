import { declare } from '../kernel/declare'

export const room = declare({
  name: 'client',
  about:
    'the API as a TypeScript program asks it: typed by the contract, under one key, tried again',
})
