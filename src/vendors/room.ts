import { declare } from '../kernel/declare'

export const room = declare({
  name: 'vendors',
  about:
    "other makers' apps: admitted by two, granted named shops and scopes by an owner, asking by tokens",
  tables: ['apps', 'app_keys', 'app_grants', 'app_minutes', 'app_days'],
  views: { live_apps: 'who asks, where it is an app and no person' },
  prefixes: {
    app: "another maker's app",
    apk: 'key of an app',
    apg: 'grant of a shop to an app',
  },
  refusals: {
    app_not_found: {
      status: 404,
      message: '没有找到这个应用',
      message_en: 'There is no such app',
      frozen: true,
    },
    app_key_not_found: {
      status: 404,
      message: '没有找到这把应用密钥',
      message_en: 'There is no such key of this app',
      frozen: true,
    },
    app_grant_not_found: {
      status: 404,
      message: '没有找到这次授权',
      message_en: 'There is no such grant',
      frozen: true,
    },
    app_secret_wrong: {
      status: 401,
      message: '没有发令牌。应用编号、密钥不对，或已停用',
      message_en: 'No token. The app’s id or secret is wrong, or stopped',
    },
    app_scope_unknown: {
      status: 422,
      message: '没有发令牌。要的范围店家没有授权',
      message_en: 'No token. The shop has not granted this scope',
    },
    app_not_open: {
      status: 409,
      message: '没有授权。这个应用还没有准入，或已停用',
      message_en: 'Not granted. This app is not admitted, or it was stopped',
    },
    app_not_waiting: {
      status: 409,
      message: '没有改动。这个应用不在等准入',
      message_en: 'Nothing changed. This app does not wait to be admitted',
      frozen: true,
    },
    app_granted_already: {
      status: 409,
      message: '没有授权。已经授权过这个应用，要改先撤销',
      message_en: 'Not granted. This app has a grant already; revoke it to change it',
      frozen: true,
    },
    app_grant_too_wide: {
      status: 422,
      message: '没有授权。门店不是本店的，或范围超过这个应用能要的',
      message_en: 'Not granted. A shop is not yours, or a scope is more than this app may have',
      frozen: true,
    },
    app_keys_too_many: {
      status: 409,
      message: '没有出密钥。一个应用至多 5 把，先停用不用的',
      message_en: 'No key. An app has five at most: stop those that are not used',
    },
    api_version_unknown: {
      status: 422,
      message: '没有改动。没有这个接口版本',
      message_en: 'Nothing changed. There is no such version of the API',
      frozen: true,
    },
    app_changed_meanwhile: {
      status: 409,
      message: '这个应用刚刚变了，请再看一次',
      message_en: 'This app changed just now; look again',
    },
  },
})
