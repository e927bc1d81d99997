import * as z from 'zod'

/** How the service is as a whole, and how one part of it is. */
const SERVICE_STATES = ['up', 'slow', 'no_answer', 'starting'] as const
export const PARTS = ['database', 'jobs', 'sealing', 'payouts', 'refunds', 'messages'] as const
const PART_STATES = ['well', 'late', 'unknown'] as const
/** Of what the platform writes down of itself, what concerns everybody. */
export const INCIDENT_KINDS = [
  'jobs_late',
  'jobs_broken',
  'jobs_dead',
  'days_unclosed',
  'instructions_overdue',
  'notices_late',
  'storage_filling',
  'books_mismatch',
  'books_incomplete',
  'provider_differs',
] as const

export const ServiceStatus = z
  .strictObject({
    object: z.literal('service_status'),
    state: z.enum(SERVICE_STATES).meta({
      description:
        'up 正常 · slow 有的慢了 · no_answer 数据库没有回应 · starting 刚启动，还没有读到',
    }),
    message: z.string(),
    message_en: z.string(),
    as_of: z.string().meta({ description: '什么时候看的；几秒之内的人看到同一次' }),
    known_at: z.string().nullable().meta({
      description: '数据库最后一次回应是什么时候，下面的日子和事件是那时的；没有过为 null',
    }),
    parts: z.array(
      z
        .strictObject({
          name: z.enum(PARTS),
          title: z.string(),
          title_en: z.string(),
          state: z.enum(PART_STATES),
          message: z.string(),
          message_en: z.string(),
        })
        .meta({ id: 'ServicePart', description: '服务的一部分现在怎么样' }),
    ),
    last_sealed_day: z.iso.date().nullable().meta({ description: '最近封好账的一天' }),
    incidents: z
      .array(
        z
          .strictObject({
            kind: z.enum(INCIDENT_KINDS),
            began_at: z.string(),
            ended_at: z.string().nullable().meta({ description: '还没有好为 null' }),
            message: z.string(),
            message_en: z.string(),
          })
          .meta({ id: 'ServiceIncident', description: '系统自己记下的一件事' }),
      )
      .meta({ description: '近 90 天，新的在前，最多 100 件' }),
    incidents_count: z.int().min(0).meta({ description: '近 90 天一共几件' }),
    version: z.string(),
    deployed_at: z.string().nullable().meta({ description: '这个版本从什么时候起在跑' }),
  })
  .meta({ id: 'ServiceStatus', description: '服务现在怎么样，谁都可以看' })
export type ServiceStatus = z.output<typeof ServiceStatus>
