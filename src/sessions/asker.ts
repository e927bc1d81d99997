import type { Context } from 'hono'
import * as z from 'zod'
import { base64url } from '../environment/crypto'
import type { App } from '../platform/http'
import { addressIndex } from '../platform/strangers'
import type { Kit } from '../platform/world'
import { deviceName } from './device-rules'

/** What a browser or a program keeps of its own making, so that it is known again: 32 random bytes, base64url. */
export const DeviceToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ description: '设备自己保存的随机令牌（32 字节）；带上它，下次登录认得出是同一台设备' })

/** From where somebody asks who is not signed in: nothing here is proof of who they are. */
export type Asker = {
  /** The device's own token, hashed under a key; null: none was shown. */
  device_hash: string | null
  device_name: string
  /** The network address, hashed under a key; null: the edge names none. */
  address_index: string | null
}

export async function askerFrom(
  kit: Pick<Kit, 'secrets'>,
  c: Context<App>,
  device: string | undefined,
): Promise<Asker> {
  const address = c.req.header('CF-Connecting-IP')
  return {
    device_hash: device === undefined ? null : await deviceHash(kit, device),
    device_name: deviceName(c.req.header('user-agent') ?? ''),
    address_index: address === undefined ? null : await addressIndex(kit, address),
  }
}

const deviceHash = async (kit: Pick<Kit, 'secrets'>, token: string): Promise<string> =>
  base64url(await kit.secrets.mac('device', token))

/** What goes on after the answer; where nobody keeps it going (a program in one process), before it. */
export function laterIn(c: Context<App>): (work: Promise<unknown>) => Promise<unknown> {
  return (work) => {
    const { keeper } = c.var
    if (!keeper) return work
    keeper.waitUntil(work)
    return Promise.resolve()
  }
}
