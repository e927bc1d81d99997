import { declare } from '../kernel/declare'

export const room = declare({
  name: 'terminals',
  about: "a shop's own tills: each with a key, a shop, acts it may do and a sum a day",
  tables: ['terminals', 'terminal_pairings', 'terminal_nonces', 'terminal_uses', 'terminal_days'],
  views: {
    live_terminals: 'who asks, where it is a terminal and no person',
  },
  prefixes: {
    trm: 'terminal of a shop',
    trp: 'pairing code of a terminal',
  },
  refusals: {
    terminal_cap_reached: {
      status: 409,
      message: '没有扣钱。这台收银机今天经手的钱到上限了',
      message_en: 'Nothing was charged. This terminal has let through as much today as it may',
    },
    pairing_code_wrong: {
      status: 422,
      message: '没有配对。配对码不对、用过或过期了，请店长再出一个',
      message_en: 'Not paired. The code is wrong, used or over; ask the manager for another',
      frozen: true,
    },
    terminal_key_weak: {
      status: 422,
      message: '没有配对。这把公钥谁都能冒签，请重新生成',
      message_en: 'Not paired. Anybody could sign for this public key; make another',
      frozen: true,
    },
    terminal_key_taken: {
      status: 409,
      message: '没有配对。这把公钥已经登记过：再次配对要换一把新的',
      message_en: 'Not paired. This public key was registered before: pairing anew takes a new one',
      frozen: true,
    },
    terminals_too_many: {
      status: 409,
      message: '没有出码。最多 50 台收银机，请先停用不用的',
      message_en: 'No code. Fifty terminals at most: stop those that are not used',
    },
    terminal_not_found: {
      status: 404,
      message: '没有找到这台收银机',
      message_en: 'There is no such terminal',
      frozen: true,
    },
    terminal_changed_meanwhile: {
      status: 409,
      message: '这台收银机刚刚变了，请再看一次',
      message_en: 'This terminal changed just now; look again',
    },
  },
  jobs: {
    forgetSignatures: {
      turn: 123,
      when: 'often',
      what: '删掉过了时效的收银机签名记号',
      what_en: 'Deletes what remembers terminals’ signatures that are too old to be shown again',
    },
  },
})
