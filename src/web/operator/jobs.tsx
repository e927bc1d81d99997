import { key, list, number, page, text } from '../door'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { When } from '../ui/text'

/** Every job on one page: what it does, at what hour in Beijing, how its last run went, and what it could not do. */
page('GET', '/o/jobs', 'operator', async ({ ask }) => {
  const jobs = list((await ask('listJobs')).data)
  const failures = list((await ask('listJobFailures', { query: { limit: '100' } })).data)
  return (
    <Frame title="定时任务">
      <Grid
        caption="定时任务"
        head={['做什么', '几点', '上次', '办了', '没办成', '死信']}
        rows={jobs.map((job) => [
          <>
            {text(job, 'what')}
            <br />
            <code>{text(job, 'name')}</code>
          </>,
          text(job, 'hour'),
          job.ran_at ? <When at={text(job, 'ran_at')} /> : '还没跑过',
          job.error ? (
            <span class="warn">{text(job, 'error')}</span>
          ) : (
            `${number(job, 'handled')} 件`
          ),
          number(job, 'failing_count'),
          number(job, 'dead_count'),
        ])}
      />
      <h2>没办成的事</h2>
      {failures.length === 0 ? <p class="safe">没有。</p> : null}
      {failures.map((failure) => (
        <form method="post" action="/o/job-failures/retries" class="card">
          {key()}
          <input type="hidden" name="job" value={text(failure, 'job')} />
          <input type="hidden" name="subject_id" value={text(failure, 'subject_id')} />
          <p>
            <strong>{failure.dead_at ? '死信，要人来看' : '会自动再试'}</strong>：
            <code>{text(failure, 'job')}</code> <code>{text(failure, 'subject_id')}</code>，试了{' '}
            {number(failure, 'tries')} 次，最近 <When at={text(failure, 'last_at')} />
          </p>
          <p class="note">{text(failure, 'error')}</p>
          <button type="submit">下一轮再试一次</button>
        </form>
      ))}
    </Frame>
  )
})

page('POST', '/o/job-failures/retries', 'operator', async ({ c, form, ask }) => {
  const body = { job: form.get('job') ?? '', subject_id: form.get('subject_id') ?? '' }
  await ask('retryJobFailure', { body }, form.get('key') ?? undefined)
  return c.redirect('/o/jobs', 303)
})
