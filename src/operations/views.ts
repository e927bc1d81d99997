import * as z from 'zod'
import { Keys } from '../seals/views'
import { JobView } from './job-view'
import { QUEUES } from './lateness-rules'
import { TABLE_ENDING, TROUBLES } from './trouble-rules'

const TroubleView = z
  .strictObject({
    kind: z.enum([...TROUBLES, TABLE_ENDING]),
    count: z.int().min(1),
    money_fen: z.int().nullable(),
    since: z.string().nullable().meta({ description: '最早的一件从什么时候起；日期或时刻' }),
    subject_id: z.string().nullable().meta({ description: '先看哪一件，能说清时' }),
    message: z.string(),
    message_en: z.string(),
    does: z.string().meta({ description: '先做什么，一句话；全文在 docs/RUNBOOK.md' }),
    does_en: z.string().meta({ description: '英文的同一句' }),
  })
  .meta({ id: 'Trouble', description: '等平台的人处理的一类事' })
export const Health = z
  .strictObject({
    object: z.literal('health'),
    state: z.enum(['well', 'attention']).meta({ description: 'well：没有一件事等人' }),
    message: z.string(),
    message_en: z.string(),
    as_of: z.string(),
    version: z.string(),
    troubles: z.array(TroubleView).meta({ description: '最要紧的在前' }),
    jobs: z.strictObject({
      jobs_count: z.int(),
      late_count: z.int(),
      last_ran_at: z.string().nullable(),
    }),
    books: z
      .strictObject({
        id: z.string(),
        result: z.enum(['clean', 'mismatch', 'incomplete']).nullable(),
        started_at: z.string(),
        looked_at: z.int(),
      })
      .nullable()
      .meta({ description: '最近一次全账检查；result 为空是还在查' }),
    queues: z
      .array(
        z.strictObject({
          name: z.enum(QUEUES),
          count: z.int().min(0),
          oldest_at: z.string().nullable().meta({ description: '排得最久的一件从什么时候起' }),
          limit_min: z.int().meta({ description: '排这么多分钟就不对了' }),
          is_over: z.boolean().meta({ description: '排得太久' }),
        }),
      )
      .meta({ description: '排着队的：短信、推送、给银行和支付机构的指令' }),
    alerts: z
      .array(
        z
          .strictObject({
            id: z.string(),
            kind: z.string().meta({ description: '出了什么事，同 troubles 的 kind' }),
            state: z.enum(['raised', 'escalated', 'resolved']),
            message: z.string(),
            raised_at: z.string().meta({ description: '从什么时候起' }),
            escalated_at: z.string().nullable().meta({ description: '一小时没好，又说了一次' }),
            resolved_at: z.string().nullable(),
          })
          .meta({ id: 'Alert', description: '推送过的告警' }),
      )
      .meta({ description: '没解除的在前，和七天内的' }),
    deployed_at: z.string().nullable().meta({ description: '这个版本从什么时候起在跑' }),
    holidays_known_to: z.iso.date(),
    keys: Keys,
    storage: z
      .strictObject({
        size_mb: z.int().meta({ description: '多大，百万字节，进位' }),
        limit_mb: z.int().meta({ description: '最多多大，百万字节' }),
        used_bp: z.int().meta({ description: '用了上限的万分之几' }),
        bytes_a_day: z
          .int()
          .nullable()
          .meta({ description: '近来每天长多少字节；只量过一天为 null' }),
        full_on: z.iso.date().nullable().meta({ description: '照这样长，哪天写满；不长为 null' }),
        days_left: z.int().nullable(),
        is_filling: z.boolean().meta({ description: '该马上想办法了' }),
      })
      .nullable()
      .meta({ description: '数据库有多大；还没量过，或者没有上限，为 null' }),
  })
  .meta({ id: 'Health', description: '平台现在怎么样：一句话，和它由来的数' })
export const JobList = z.strictObject({ object: z.literal('list'), data: z.array(JobView) }).meta({
  id: 'JobList',
  description: '全部定时任务：做什么、几点（北京时间）、上次结果、失败与死信',
})
