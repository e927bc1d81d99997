import * as z from 'zod'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'

export const settingsRoutes = newRouter()
const tags = ['notices']
const policy = { consumer: 'own' } as const
const Settings = z
  .strictObject({ object: z.literal('notice_settings'), uses: z.boolean() })
  .meta({ id: 'NoticeSettings', description: 'uses：日常购卡、核销的短信；其余的总会发' })

export const readNoticeSettingsOperation = operation({
  method: 'get',
  path: '/v1/me/notice-settings',
  operationId: 'readNoticeSettings',
  tags,
  summary: '短信通知开着没有',
  summary_en: 'Reads which short messages the consumer gets',
  policy,
  answers: { 200: { description: '通知设置', schema: Settings } },
})
type NoticeSettingRow = { uses: number }
serveRead(settingsRoutes, readNoticeSettingsOperation, {
  reads: (who) => ({
    notice_settings: sql<NoticeSettingRow>`SELECT uses FROM notice_settings WHERE consumer_id = ${who.subject_id}`,
  }),
  present: ({ rows }) => ({ object: 'notice_settings', uses: rows.notice_settings[0]?.uses !== 0 }),
})

export const setNoticesOperation = operation({
  method: 'put',
  path: '/v1/me/notice-settings',
  operationId: 'setNotices',
  tags,
  summary: '日常核销短信开或关；占用、异议、冻结、转让、退款总会通知',
  summary_en: 'Switches short messages about ordinary uses on or off',
  policy,
  body: z.strictObject({ uses: z.boolean() }).meta({ id: 'SetNotices' }),
  answers: { 200: { description: '已改', schema: Settings } },
})
serveAct(settingsRoutes, setNoticesOperation, (world, ask, { body }) =>
  setNotices(world, ask, body.uses),
)

/** Ordinary uses may be silent; what ties money up or moves it otherwise is always told. */
const setNotices = (world: World, ask: Ask, uses: boolean) =>
  answerOnce(world, ask, {
    reads: () => ({}),
    decide: ({ actor, now }) => ({
      status: 200,
      subject_id: actor.id,
      body: { object: 'notice_settings', uses },
      statements: [
        sql`INSERT INTO notice_settings (consumer_id, uses, changed_at) VALUES (${actor.id}, ${uses ? 1 : 0}, ${now})
            ON CONFLICT (consumer_id) DO UPDATE SET uses = excluded.uses, changed_at = excluded.changed_at`,
      ],
    }),
  })
