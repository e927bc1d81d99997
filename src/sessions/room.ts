import { declare } from '../kernel/declare'

export const room = declare({
  name: 'sessions',
  about: 'who is signed in, on which device, and for how long',
  tables: ['sessions', 'devices'],
  prefixes: { ses: 'session', dvc: 'device' },
  refusals: {
    device_not_found: {
      status: 404,
      message: '没有找到这台设备',
      message_en: 'There is no such device',
      frozen: true,
    },
    device_changed_meanwhile: {
      status: 409,
      message: '这台设备刚刚变了，请再看一次',
      message_en: 'This device has just changed; look again',
    },
  },
  events: {
    'device.signed_in': {
      zh: '在一台新设备上登录',
      en: 'Somebody signed in on a device that was not known',
      data: { device_id: 'dvc' },
    },
  },
})
