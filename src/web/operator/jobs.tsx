import type { FC } from 'hono/jsx'
import { listJobFailuresOperation, retryJobFailureOperation } from '../../operations/failure-routes'
import { listJobsOperation } from '../../operations/routes'
import { useSay } from '../around'
import { Heart } from '../charts/small'
import { type AnswerFor, key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Notice, Tag, When } from '../ui/text'

/** Every job on one page: what it does, at what hour in Beijing, how its last run went, and what it could not do. */
page('GET', '/o/jobs', 'operator', async ({ ask, t, c }) => {
  const [jobs, failed] = await Promise.all([
    ask(listJobsOperation),
    ask(listJobFailuresOperation, { query: { limit: '100', cursor: c.req.query('cursor') } }),
  ])
  return (
    <Frame title={t('定时任务', 'Jobs')}>
      <h2>{t('没办成的事', 'Not done')}</h2>
      {failed.data.length === 0 ? (
        <Notice is="safe">{t('都办成了。', 'Everything was done.')}</Notice>
      ) : (
        failed.data.map((failure) => <Failure of={failure} t={t} />)
      )}
      <More of={failed} href="/o/jobs" word={t('更多', 'More')} />
      <h2>{t('全部任务', 'All jobs')}</h2>
      <Grid
        caption={t('全部任务', 'All jobs')}
        words={[1, 2, 3, 4]}
        head={[
          t('做什么', 'What'),
          t('24 小时', '24 hours'),
          t('几点', 'Hour'),
          t('上次', 'Last'),
          t('办了', 'Did'),
          t('再试', 'Retrying'),
          t('死信', 'Dead'),
        ]}
        rows={jobs.data.map((job) => [
          <span class="lead">
            {t(job.what, job.what_en)}
            <br />
            <code class="mute">{job.name}</code>
          </span>,
          <Beats of={job} />,
          t(job.hour, job.hour_en),
          <>
            {job.ran_at ? <When at={job.ran_at} /> : t('还没跑过', 'never')}{' '}
            {job.is_late ? <Tag is="warn">{t('晚了', 'late')}</Tag> : null}
          </>,
          job.error ? (
            <Tag is="bad">{job.error}</Tag>
          ) : (
            t(`${job.handled ?? 0} 件`, String(job.handled ?? 0))
          ),
          job.failing_count,
          job.dead_count,
        ])}
      />
    </Frame>
  )
})

type Job = AnswerFor<typeof listJobsOperation>['data'][number]
/** A job's last day, an hour a cell, and in words what was not well. */
export const Beats: FC<{ of: Pick<Job, 'beats' | 'beats_missed' | 'beats_failed'> }> = ({ of }) => {
  const t = useSay()
  const { beats, beats_missed: missed, beats_failed: failed } = of
  return (
    <>
      <Heart of={beats} />
      {missed > 0 ? (
        <Tag is="warn">{t(`${missed} 个小时没跑`, `${missed} h without a run`)}</Tag>
      ) : null}{' '}
      {failed > 0 ? (
        <Tag is="bad">{t(`${failed} 个小时出错`, `${failed} h with errors`)}</Tag>
      ) : null}
      {missed + failed > 0 ? null : <span class="vh">{t('没有漏跑', 'None missed')}</span>}
    </>
  )
}

type JobFailure = AnswerFor<typeof listJobFailuresOperation>['data'][number]
const Failure = ({ of, t }: { of: JobFailure; t: Visit['t'] }) => (
  <form method="post" action="/o/job-failures/retries" class="card">
    {key()}
    <input type="hidden" name="job" value={of.job} />
    <input type="hidden" name="subject_id" value={of.subject_id} />
    <p>
      {of.dead_at ? (
        <Tag is="bad">{t('死信，要人来看', 'dead: needs somebody')}</Tag>
      ) : (
        <Tag is="warn">{t('会自动再试', 'tried again by itself')}</Tag>
      )}{' '}
      <code>{of.job}</code> <code>{of.subject_id}</code>
    </p>
    <p>
      {t(`试了 ${of.tries} 次，最近 `, `${of.tries} tries, last `)}
      <When at={of.last_at} />
    </p>
    <p>{t(of.where, of.where_en)}</p>
    <p class="note">{of.error}</p>
    <button type="submit" class="plain">
      {t('下一轮再试一次', 'Try again next round')}
    </button>
  </form>
)

page(
  'POST',
  '/o/job-failures/retries',
  'operator',
  async ({ c, form, ask }) => {
    const body = { job: form.get('job') ?? '', subject_id: form.get('subject_id') ?? '' }
    await ask(retryJobFailureOperation, { body }, form.get('key') ?? undefined)
    return c.redirect('/o/jobs', 303)
  },
  { again: '/o/jobs' },
)
