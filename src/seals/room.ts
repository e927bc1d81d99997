import { declare } from '../kernel/declare'

export const room = declare({
  name: 'seals',
  about:
    'the master keys under which personal values are sealed: which is current, and how what older ones sealed is moved to it',
  tables: ['seal_keys', 'kept_keys', 'seal_moves'],
  jobs: {
    moveSeals: {
      turn: 125,
      when: 'after_midnight',
      what: '换了主密钥以后，把旧密钥加密的号码、账号一批批换成新密钥；停在哪里就从哪里接着做',
      what_en:
        'After a change of the master key: seals numbers and accounts again under the new one, page by page, going on where it stopped',
    },
  },
})
