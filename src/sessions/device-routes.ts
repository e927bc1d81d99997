import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { PersonName } from '../schemas/person-name'
import { presentDevices, readMyDevices, renameDevice, signOutDevice } from './devices'
import { Device, DeviceList } from './views'

export const deviceRoutes = newRouter()
const tags = ['identity']
const HOLDER = { consumer: 'own' } as const
const params = z.strictObject({ id: z.string().regex(idPattern('dvc')) })

export const listDevicesOperation = operation({
  method: 'get',
  path: '/v1/devices',
  operationId: 'listDevices',
  tags,
  summary: '登录过的设备：现在这台在最前，其余最近用的在前（至多 50 台）',
  summary_en: 'Lists the devices somebody signed in on',
  policy: HOLDER,
  answers: { 200: { description: '设备', schema: DeviceList } },
})
serveRead(deviceRoutes, listDevicesOperation, {
  reads: (who, _input, now) => ({ devices: readMyDevices(who, now) }),
  present: ({ rows }) => presentDevices(rows),
})

export const renameDeviceOperation = operation({
  method: 'put',
  path: '/v1/devices/:id',
  operationId: 'renameDevice',
  tags,
  summary: '给一台设备起名字',
  summary_en: 'Gives a device a name',
  policy: HOLDER,
  params,
  body: z.strictObject({ name: PersonName }).meta({ id: 'DeviceNaming' }),
  answers: { 200: { description: '改好的设备', schema: Device } },
  refuses: ['device_not_found', 'device_changed_meanwhile'],
})
serveAct(deviceRoutes, renameDeviceOperation, (world, ask, { params: { id }, body }) =>
  renameDevice(world, ask, { id, name: body.name }),
)

export const signOutDeviceOperation = operation({
  method: 'post',
  path: '/v1/devices/:id/revocation',
  operationId: 'signOutDevice',
  tags,
  summary: '让一台设备退出登录：它上面的消费码立即全部作废',
  summary_en: 'Signs a device out; pay codes made on it are void at once',
  policy: HOLDER,
  params,
  answers: { 200: { description: '已退出的设备', schema: Device } },
  refuses: ['device_not_found', 'device_changed_meanwhile'],
})
serveAct(deviceRoutes, signOutDeviceOperation, (world, ask, { params: { id } }) =>
  signOutDevice(world, ask, id),
)
