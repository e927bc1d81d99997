import * as z from 'zod'
import { idPattern } from '../kernel/ids'

const instant = z.iso.datetime({ precision: 3 })
export const Device = z
  .strictObject({
    id: z.string().regex(idPattern('dvc')),
    object: z.literal('device'),
    name: z.string(),
    is_current: z.boolean().meta({ description: '就是现在用的这台' }),
    is_signed_in: z.boolean().meta({ description: '现在登录着' }),
    last_used_at: instant.nullable().meta({ description: '最近使用，准到一天' }),
    created_at: instant,
  })
  .meta({ id: 'Device', description: '登录过的一台设备' })
export const DeviceList = z
  .strictObject({ object: z.literal('list'), data: z.array(Device) })
  .meta({ id: 'DeviceList' })
