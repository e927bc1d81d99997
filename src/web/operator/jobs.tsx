import { type Body, key, list, number, page, text, type Visit } from '../door'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Notice, Tag, When } from '../ui/text'
import { isLate } from './health'

/** Every job on one page: what it does, at what hour in Beijing, how its last run went, and what it could not do. */
page('GET', '/o/jobs', 'operator', async ({ ask, t, c }) => {
  const [seen, failed] = await Promise.all([
    ask('listJobs'),
    ask('listJobFailures', { query: { limit: '100' } }),
  ])
  const jobs = list(seen.data)
  const failures = list(failed.data)
  const now = c.var.world.now()
  const ran = (job: Body) =>
    job.ran_at ? <When at={text(job, 'ran_at')} /> : t('还没跑过', 'never')
  return (
    <Frame title={t('定时任务', 'Jobs')}>
      <h2>{t('没办成的事', 'Not done')}</h2>
      {failures.length === 0 ? (
        <Notice is="safe">{t('都办成了。', 'Everything was done.')}</Notice>
      ) : (
        failures.map((failure) => <Failure of={failure} t={t} />)
      )}
      <h2>{t('全部任务', 'All jobs')}</h2>
      <Grid
        caption={t('全部任务', 'All jobs')}
        words={[1, 2, 3]}
        head={[
          t('做什么', 'What'),
          t('几点', 'Hour'),
          t('上次', 'Last'),
          t('办了', 'Did'),
          t('再试', 'Retrying'),
          t('死信', 'Dead'),
        ]}
        rows={jobs.map((job) => [
          <span class="lead">
            {text(job, 'what')}
            <br />
            <code class="mute">{text(job, 'name')}</code>
          </span>,
          text(job, 'hour'),
          <>
            {ran(job)} {isLate(job, now) ? <Tag is="warn">{t('晚了', 'late')}</Tag> : null}
          </>,
          job.error ? (
            <Tag is="bad">{text(job, 'error')}</Tag>
          ) : (
            t(`${number(job, 'handled')} 件`, String(number(job, 'handled')))
          ),
          number(job, 'failing_count'),
          number(job, 'dead_count'),
        ])}
      />
    </Frame>
  )
})

const Failure = ({ of, t }: { of: Body; t: Visit['t'] }) => (
  <form method="post" action="/o/job-failures/retries" class="card">
    {key()}
    <input type="hidden" name="job" value={text(of, 'job')} />
    <input type="hidden" name="subject_id" value={text(of, 'subject_id')} />
    <p>
      {of.dead_at ? (
        <Tag is="bad">{t('死信，要人来看', 'dead: needs somebody')}</Tag>
      ) : (
        <Tag is="warn">{t('会自动再试', 'tried again by itself')}</Tag>
      )}{' '}
      <code>{text(of, 'job')}</code> <code>{text(of, 'subject_id')}</code>
    </p>
    <p>
      {t(`试了 ${number(of, 'tries')} 次，最近 `, `${number(of, 'tries')} tries, last `)}
      <When at={text(of, 'last_at')} />
    </p>
    <p>{text(of, 'where')}</p>
    <p class="note">{text(of, 'error')}</p>
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
    await ask('retryJobFailure', { body }, form.get('key') ?? undefined)
    return c.redirect('/o/jobs', 303)
  },
  { again: '/o/jobs' },
)
