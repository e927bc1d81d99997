import type { FC } from 'hono/jsx'
import {
  listAccessAlarmsOperation,
  listAccessReadingsOperation,
  reviewAccessAlarmOperation,
} from '../../traces/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { HOME } from '../nav'
import { Choice, Field } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Facts, When } from '../ui/text'
import { OFFICES } from './offices'

type AlarmAnswer = AnswerFor<typeof listAccessAlarmsOperation, 'operator'>['data'][number]

const KINDS: Record<AlarmAnswer['kind'], readonly [string, string]> = {
  emergency: ['紧急查阅，没有案号', 'Read in an emergency, without a case'],
  burst: ['十分钟里查得很多', 'Many readings within ten minutes'],
  many_people: ['一天里查了很多人', 'Read of many people in a day'],
  same_person: ['同一个人一天里被多人查', 'One person was read of by many'],
}

for (const kind of OFFICES) {
  const at = HOME[kind]
  const own = `${at}/readings` as '/r/readings'
  page('GET', own, kind, async ({ c, ask, t }) => {
    const [alarms, readings] = await Promise.all([
      ask(listAccessAlarmsOperation, { query: { limit: '50' } }),
      ask(listAccessReadingsOperation, { query: { cursor: c.req.query('cursor') } }),
    ])
    return (
      <Frame
        title={t('查阅记录和告警', 'Readings and alarms')}
        lead={t(
          '谁、为什么、看了什么、几个人；是谁的资料，这里不说。',
          'Who read, why, what, of how many; not of whom.',
        )}
        acts={
          <a class="button plain" href={`${at}/purposes`}>
            {t('我的查阅事由', 'My purposes')}
          </a>
        }
      >
        <h2>{t('要人看的', 'To be looked at')}</h2>
        {alarms.data.length === 0 ? (
          <Empty>{t('没有不寻常的查阅。', 'Nothing unusual.')}</Empty>
        ) : (
          alarms.data.map((one) => <Alarm one={one} at={own} />)
        )}
        <Grid
          caption={t('查阅记录', 'Readings')}
          show_caption
          head={[
            t('时间', 'When'),
            t('谁', 'Who'),
            t('看了什么', 'What'),
            t('为什么', 'Why'),
            t('几个人', 'Of how many'),
          ]}
          words={[1, 2, 3]}
          rows={readings.data.map((one) => [
            <When at={one.read_at} />,
            one.official_name,
            t(one.what, one.what_en),
            one.reason ?? t('自己的清单', 'own list of work'),
            one.is_everybody ? t('每个人', 'everybody') : one.people_count,
          ])}
        />
        <More of={readings} href={own} word={t('更早的', 'Earlier')} />
      </Frame>
    )
  })
  actPage(`${at}/alarms/:id` as '/r/alarms/:id', kind, {
    act: reviewAccessAlarmOperation,
    says: ({ params, form }) => ({
      params,
      body: { found: form.get('found') as 'in_order', note: form.get('note') ?? '' },
    }),
    leads: own,
    again: own,
  })
}

const Alarm: FC<{ one: AlarmAnswer; at: string }> = ({ one, at }) => {
  const t = useSay()
  return (
    <article class="card">
      <h3>{t(...KINDS[one.kind])}</h3>
      <Facts
        of={[
          [t('谁', 'Who'), one.official_name],
          ...(one.reason ? [[t('写的原因', 'Said why'), one.reason] as const] : []),
          [t('几次（人）', 'How many'), one.count],
          [t('什么时候', 'When'), <When at={one.raised_at} />],
          [
            t('看过的人', 'Looked at by'),
            t(
              `${one.reviews_count}，要 ${one.needs_count}`,
              `${one.reviews_count} of ${one.needs_count}`,
            ),
          ],
        ]}
      />
      {one.may_review ? (
        <form method="post" action={at.replace(/readings$/, `alarms/${one.id}`)}>
          {key()}
          <Choice
            name="found"
            id={`found-${one.id}`}
            label={t('看下来', 'Found')}
            of={[
              ['in_order', t('正当', 'in order')],
              ['not_in_order', t('不正当', 'not in order')],
            ]}
          />
          <Field
            name="note"
            id={`note-${one.id}`}
            label={t('问了谁、看了什么', 'Whom you asked, what you saw')}
            required
            minlength={2}
            maxlength={200}
          />
          <button type="submit">{t('记下', 'Write it down')}</button>
        </form>
      ) : (
        <p class="note">
          {t('要另一个人看：不能看自己的，也不能看两次。', 'Another person must look at it.')}
        </p>
      )}
    </article>
  )
}
