import type { FC } from 'hono/jsx'
import {
  listServiceStopsOperation,
  resumeServiceOperation,
  stopServiceOperation,
} from '../../care/routes'
import { usualStop } from '../../care/stops'
import { announceChangeOperation, listChangesOperation } from '../../changes/routes'
import { earliestMove, NOTICE_DAYS } from '../../changes/rules'
import { listEndingsOperation } from '../../ends/routes'
import { localDate } from '../../kernel/time'
import { useSay } from '../around'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { useChoices } from '../ui/places'
import { Empty, Notice } from '../ui/text'

const KINDS: readonly (readonly [string, string, string])[] = [
  ['move', '搬到新地址', 'Move'],
  ['legal_representative', '换法定代表人', 'New legal representative'],
  ['licence', '换营业执照', 'New licence'],
  ['takeover', '转给新的经营者', 'New owner'],
]

page('GET', '/m/changes', 'staff', async ({ c, ask, t }) => {
  const [changes, stops, endings] = await Promise.all([
    ask(listChangesOperation, { query: { limit: '20' } }),
    ask(listServiceStopsOperation, { query: { is_running: 'true' } }),
    ask(listEndingsOperation, { query: { limit: '5' } }),
  ])
  const today = localDate(c.var.world.now())
  return (
    <Frame title={t('变更、停业、暂停服务', 'Changes and closing')}>
      {endings.data.map((ending) => (
        <Notice is="warn">
          <p>{ending.message}</p>
          <a class="inline" href={`/m/endings/${ending.id}`}>
            {t('看进度', 'Progress')}
          </a>
        </Notice>
      ))}
      {stops.data.map((stop) => (
        <form method="post" action={`/m/stops/${stop.id}/resume`} class="card">
          {key()}
          <p>{stop.message}</p>
          <button type="submit">{t('恢复服务', 'Serve again')}</button>
        </form>
      ))}
      <h2>{t('登记过的变更', 'Changes announced')}</h2>
      {changes.data.length === 0 ? <Empty>{t('没有。', 'None.')}</Empty> : null}
      {changes.data.map((change) => (
        <section class="card">
          <p>{change.message}</p>
          <p class="small mute">
            {t('从 ', 'From ')}
            {change.from_on}
          </p>
        </section>
      ))}
      <Change from_on={earliestMove(today)} />
      <Stop from_on={usualStop(today)} />
      <p>
        <a class="button danger plain" href="/m/closure">
          {t('要停业了', 'Closing for good')}
        </a>
      </p>
    </Frame>
  )
})
const Change: FC<{ from_on: string }> = ({ from_on }) => {
  const t = useSay()
  return (
    <form method="post" action="/m/changes" class="card">
      {key()}
      <h2>{t('登记变更', 'Announce a change')}</h2>
      <p>
        {t(
          `每位持卡人都会收到通知，不想留下的可以全额退。搬迁和转让要提前 ${NOTICE_DAYS} 天，最早 ${from_on}。`,
          `Every holder is told and may leave with a full refund. Moves and takeovers: ${NOTICE_DAYS} days ahead, from ${from_on}.`,
        )}
      </p>
      <Choice
        name="kind"
        label={t('什么变更', 'What changes')}
        of={KINDS.map(([value, zh, en]) => [value, t(zh, en)] as const)}
      />
      <Field name="name" label={t('新名称（换经营者时）', 'New name (takeover)')} />
      <Field name="address" label={t('新地址（搬迁时）', 'New address (move)')} />
      <Choice
        name="district"
        label={t('新地区（搬迁时）', 'New district (move)')}
        of={[['', '—'], ...useChoices().districts]}
      />
      <Field
        name="legal_representative"
        label={t('新法定代表人或经营者', 'New representative or owner')}
      />
      <Field name="licence_no" label={t('新执照号', 'New licence no.')} />
      <Field name="from_on" label={t('从哪天起', 'From')} type="date" value={from_on} required />
      <Field name="reason" label={t('原因', 'Reason')} required maxlength={200} />
      <button type="submit">{t('登记并通知顾客', 'Announce')}</button>
    </form>
  )
}
const Stop: FC<{ from_on: string }> = ({ from_on }) => {
  const t = useSay()
  return (
    <form method="post" action="/m/stops" class="card">
      {key()}
      <h2>{t('暂停服务', 'Stop serving for a while')}</h2>
      <p>
        {t(
          '从那天起期限卡不扣天、不放款，恢复后顺延。',
          'From then on period cards count no days until you serve again.',
        )}
      </p>
      <Field
        name="from_on"
        id="stop-from"
        label={t('从哪天起', 'From')}
        type="date"
        value={from_on}
        required
      />
      <Field name="reason" id="stop-reason" label={t('原因', 'Reason')} required maxlength={200} />
      <button type="submit" class="plain">
        {t('登记暂停', 'Stop')}
      </button>
    </form>
  )
}
page(
  'POST',
  '/m/changes',
  'staff',
  async ({ c, form, ask }) => {
    const said = (name: string) => form.get(name)?.trim() ?? ''
    const names = ['name', 'address', 'district', 'legal_representative', 'licence_no']
    const facts = Object.fromEntries(
      names.filter((name) => said(name)).map((name) => [name, said(name)]),
    )
    const body = { kind: said('kind'), facts, from_on: said('from_on'), reason: said('reason') }
    await ask(announceChangeOperation, { body }, form.get('key') ?? undefined)
    return c.redirect('/m/changes', 303)
  },
  { again: '/m/changes' },
)
page(
  'POST',
  '/m/stops',
  'staff',
  async ({ c, form, ask }) => {
    const body = {
      service: null,
      from_on: form.get('from_on') ?? '',
      reason: form.get('reason')?.trim() ?? '',
    }
    await ask(stopServiceOperation, { body }, form.get('key') ?? undefined)
    return c.redirect('/m/changes', 303)
  },
  { again: '/m/changes' },
)
page(
  'POST',
  '/m/stops/:id/resume',
  'staff',
  async ({ c, params, form, ask }) => {
    await ask(resumeServiceOperation, { params }, form.get('key') ?? undefined)
    return c.redirect('/m/changes', 303)
  },
  { again: '/m/changes' },
)
