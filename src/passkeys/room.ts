import { declare } from '../kernel/declare'

export const room = declare({
  name: 'passkeys',
  about:
    'what proves a person at work: passkeys, recovery by another person, and what they are told',
  tables: ['passkeys', 'passkey_challenges_used', 'passkey_recoveries', 'work_notices'],
  views: {
    passkey_phones: 'a message to a number signs nobody in with power who has a passkey',
  },
  prefixes: {
    pky: 'passkey',
    rcy: 'recovery of a person who lost every passkey',
    wnt: 'message to somebody at work',
  },
  refusals: {
    passkey_wrong: {
      status: 422,
      message: '通行密钥没有通过验证，请再试一次',
      message_en: 'The passkey was not accepted; try again',
    },
    passkey_suspended: {
      status: 403,
      message: '这把通行密钥可能被复制过，已经停用；请用另一把登录，或申请找回',
      message_en:
        'This passkey may have been copied and is suspended; use another one or ask for a recovery',
      frozen: true,
    },
    passkey_challenge_over: {
      status: 409,
      message: '这次验证已经用过或过期了，请再点一次',
      message_en: 'This check was used or has expired; press once more',
    },
    passkey_not_found: {
      status: 404,
      message: '没有找到这把通行密钥',
      message_en: 'There is no such passkey',
      frozen: true,
    },
    passkey_taken: {
      status: 409,
      message: '这把通行密钥已经登记过；一把密钥只能是一个人的',
      message_en: 'This passkey is registered already; it can be one person’s only',
      frozen: true,
    },
    passkeys_too_many: {
      status: 409,
      message: '最多 10 把通行密钥，请先删掉不用的',
      message_en: 'Ten passkeys at most; remove one first',
      frozen: true,
    },
    last_passkey_must_stay: {
      status: 409,
      message: '至少要留一把能用的通行密钥；要换，请先添加新的再删旧的',
      message_en: 'One working passkey must stay: add the new one before you remove the old one',
      frozen: true,
    },
    passkey_sign_in_first: {
      status: 403,
      message: '您已经有通行密钥：请用它登录；都丢了，请申请找回',
      message_en: 'You have a passkey: sign in with it, or ask for a recovery if all are lost',
    },
    passkey_proof_too_old: {
      status: 403,
      message: '请先用通行密钥再验证一次，5 分钟内有效',
      message_en: 'Please use the passkey once more; it counts for five minutes',
    },
    session_not_found: {
      status: 404,
      message: '没有找到这次登录，可能已经退出',
      message_en: 'There is no such sign-in; it may have ended',
      frozen: true,
    },
    recovery_not_found: {
      status: 404,
      message: '没有找到这次找回',
      message_en: 'There is no such recovery',
      frozen: true,
    },
    recovery_not_open: {
      status: 409,
      message: '这次找回已有结果',
      message_en: 'This recovery has its result',
      frozen: true,
    },
    recovery_is_open: {
      status: 409,
      message: '已经有一次找回在等另一个人同意',
      message_en: 'A recovery waits for another person already',
      frozen: true,
    },
    recovery_not_needed: {
      status: 409,
      message: '您还没有通行密钥，不用找回，直接设置',
      message_en: 'You have no passkey yet: set one, nothing needs recovering',
      frozen: true,
    },
    recovery_not_ready: {
      status: 409,
      message: '还不能用：要另一个人同意，并且等满时间',
      message_en: 'Not yet: another person must agree and the time must pass',
    },
    recovery_needs_another_person: {
      status: 403,
      message: '找回须由另一个人同意，同一个手机号也不行',
      message_en: 'Another person must agree to a recovery; the same phone number does not count',
      frozen: true,
    },
  },
  events: {
    'passkey.added': {
      zh: '添加了一把通行密钥',
      en: 'A consumer added a passkey',
      data: { passkey_id: 'pky' },
    },
    'passkey.removed': {
      zh: '删掉了一把通行密钥',
      en: 'A consumer removed a passkey',
      data: { passkey_id: 'pky' },
    },
    'passkey.suspended': {
      zh: '一把通行密钥可能被复制过，已停用',
      en: 'A consumer’s passkey may have been copied and is suspended',
      data: { passkey_id: 'pky' },
    },
  },
  jobs: {
    sendWorkNotices: {
      turn: 118,
      when: 'often',
      what: '把权限变动用短信告诉当事人和同事',
      what_en: 'Tells people and colleagues by SMS that rights changed',
    },
    forgetChallenges: {
      turn: 121,
      when: 'after_midnight',
      what: '删掉用过的通行密钥验证',
      what_en: 'Deletes used passkey challenges',
    },
  },
})
