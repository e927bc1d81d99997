import type * as z from 'zod'
import type { Keys } from '../../seals/views'
import type { Say } from '../around'

/** Which master key is current, what each still holds, and whether an old one may be taken away. */
export function keyFacts(keys: z.output<typeof Keys>, t: Say): [string, string][] {
  const { current, leaving, each, columns_count, columns_left } = keys
  if (current === null) return [[t('主密钥', 'Master key'), t('还没登记', 'not registered yet')]]
  const left = t(
    `${current}；${columns_count} 列还剩 ${columns_left} 列没换完`,
    `${current}; ${columns_left} of ${columns_count} columns left to move`,
  )
  return [
    [t('主密钥', 'Master key'), leaving.length === 0 ? current : left],
    ...each
      .filter(({ id }) => id !== current)
      .map((key): [string, string] => [
        t(`旧密钥 ${key.id}`, `Old key ${key.id}`),
        key.may_go
          ? t('可以拿掉了', 'may be taken away')
          : t(
              `还不能拿掉：资料 ${key.values_count} 项、归档 ${key.segments_count + keys.unknown_segments_count} 段`,
              `still needed: ${key.values_count} values, ${key.segments_count + keys.unknown_segments_count} archive segments`,
            ),
      ]),
  ]
}
