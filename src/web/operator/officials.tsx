import type { FC } from 'hono/jsx'
import { districtShort } from '../../kernel/city'
import {
  addOfficialOperation,
  disableOfficialOperation,
  listOfficialsOperation,
  narrowDutyOperation,
} from '../../people/routes'
import { actPage } from '../act-page'
import { type Say, useSay } from '../around'
import { Coming, nominationsFor } from '../common/nominations'
import { DUTY_WORDS } from '../common/roster'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Check, Choice, Field } from '../ui/form'
import { districtOptions } from '../ui/places'
import { Grid, More } from '../ui/table'
import { Tag, When } from '../ui/text'

const KINDS = {
  bank: { role: 'bank', zh: '银行', en: 'Bank' },
  regulator: { role: 'supervisor', zh: '监管', en: 'Regulator' },
  operator: { role: 'operator', zh: '平台', en: 'Platform' },
} as const
const kindOf = (said: string) => Object.entries(KINDS).find(([kind]) => kind === said)?.[1]

const duties = (t: Say) =>
  (Object.keys(DUTY_WORDS) as Official['duty'][]).map(
    (duty) => [duty, t(...DUTY_WORDS[duty])] as const,
  )
type Official = AnswerFor<typeof listOfficialsOperation>['data'][number]
const State: FC<{ of: Official }> = ({ of: one }) => {
  const t = useSay()
  if (one.state === 'waiting')
    return <Tag is="warn">{t('等另一个人同意', 'needs a second person')}</Tag>
  if (one.state === 'refused') return <Tag>{t('没有同意', 'refused')}</Tag>
  if (one.state === 'agreed' && one.effective_from !== null)
    return (
      <Tag>
        {t('生效于 ', 'from ')}
        <When at={one.effective_from} />
      </Tag>
    )
  if (one.disabled_at !== null)
    return (
      <Tag>
        {t('已停用 ', 'disabled ')}
        <When at={one.disabled_at} />
      </Tag>
    )
  return (
    <details>
      <summary>{t('停用或改窄', 'Disable or narrow')}</summary>
      {one.kind === 'operator' ? null : (
        <form method="post" action={`/o/officials/${one.id}/duty`}>
          {key()}
          <Choice
            name="duty"
            id={`duty-${one.id}`}
            label={t(`${one.name} 只办`, `${one.name} does only`)}
            of={duties(t).filter(([duty]) => duty !== 'all')}
          />
          <p class="small">
            {t(
              '下一步起算。要再放宽，请停用后重新登记，由另一个人同意。',
              'From their next step on. A wider duty takes entering them anew, by two.',
            )}
          </p>
          <button type="submit" class="plain">
            {t('改窄', 'Narrow')}
          </button>
        </form>
      )}
      <form method="post" action={`/o/officials/${one.id}/disabling`}>
        {key()}
        <p class="small">{t('马上退出登录，不能再进来。', 'Signed out at once.')}</p>
        <button type="submit" class="danger">
          {t(`停用 ${one.name}`, `Disable ${one.name}`)}
        </button>
      </form>
    </details>
  )
}

/** Who of the bank, the authority and the platform may sign in, and for which districts. */
page('GET', '/o/officials', 'operator', async ({ ask, c, t, city, today }) => {
  const cursor = c.req.query('cursor')
  const officials = await ask(listOfficialsOperation, {
    query: { limit: '50', ...(cursor ? { cursor } : {}) },
  })
  const coming = await nominationsFor(ask)
  return (
    <Frame title={t('工作人员', 'Officials')}>
      <Grid
        caption={t('工作人员', 'Officials')}
        words={[1, 2, 3, 4, 5, 6]}
        head={[
          t('姓名', 'Name'),
          t('哪一方', 'Of'),
          t('管哪里', 'Districts'),
          t('手机', 'Phone'),
          t('谁登记、谁同意', 'Proposed and agreed by'),
          t('上次登录', 'Last sign-in'),
          t('状态', 'State'),
        ]}
        rows={officials.data.map((one) => {
          const kind = kindOf(one.kind)
          return [
            one.name,
            [kind ? t(kind.zh, kind.en) : '', one.duty === 'all' ? '' : t(...DUTY_WORDS[one.duty])]
              .filter(Boolean)
              .join(' · '),
            one.districts.map((code) => districtShort(city, code)).join('、') || t('全市', 'city'),
            one.phone_mask,
            [one.created_by_name ?? t('开通口令', 'first token'), one.approved_by_name]
              .filter(Boolean)
              .join(t('、', ', ')),
            one.last_signed_in_at === null ? (
              t('没有', 'none')
            ) : (
              <When at={one.last_signed_in_at} />
            ),
            <State of={one} />,
          ]
        })}
      />
      <More of={officials} href="/o/officials" word={t('下一页', 'More')} />
      <Coming at="/o/security" of={coming} />
      <NewOfficial districts={districtOptions(city, today)} />
    </Frame>
  )
})
const NewOfficial = ({ districts }: { districts: ReturnType<typeof districtOptions> }) => {
  const t = useSay()
  return (
    <form method="post" action="/o/officials" class="card">
      {key()}
      <h2>{t('登记一位', 'Add one')}</h2>
      <p>
        {t(
          '登记后告诉同岗的同事；另一个人同意、满 24 小时才生效。',
          'Their colleagues are told; they are in office once another person agrees and a day has passed.',
        )}
      </p>
      <Choice
        name="kind"
        label={t('哪一方', 'Of')}
        of={Object.entries(KINDS).map(([kind, { zh, en }]) => [kind, t(zh, en)] as const)}
      />
      <Choice
        name="duty"
        label={t('岗位', 'Duty')}
        hint={t('只看的人什么也改不了。', 'A viewer changes nothing.')}
        of={duties(t)}
      />
      <Field name="name" label={t('姓名', 'Name')} required maxlength={40} />
      <Field name="phone" label={t('手机号', 'Phone')} type="tel" inputmode="tel" required />
      <fieldset>
        <legend>{t('管哪里（只有监管要选）', 'Districts (regulators only)')}</legend>
        {districts.map(([code, name]) => (
          <Check name="districts" value={code}>
            {name}
          </Check>
        ))}
      </fieldset>
      <button type="submit">{t('登记', 'Add')}</button>
    </form>
  )
}
actPage('/o/officials', 'operator', {
  act: addOfficialOperation,
  says: ({ form }) => {
    const kind = form.get('kind') ?? ''
    const body = {
      kind,
      role: kindOf(kind)?.role ?? kind,
      duty: form.get('duty') ?? 'all',
      name: form.get('name')?.trim() ?? '',
      phone: form.get('phone') ?? '',
      ...(kind === 'regulator' ? { districts: form.getAll('districts') } : {}),
    }
    return { body }
  },
  leads: '/o/officials',
  again: '/o/officials',
})
actPage('/o/officials/:id/duty', 'operator', {
  act: narrowDutyOperation,
  says: ({ params, form }) => ({ params, body: { duty: form.get('duty') } }),
  leads: '/o/officials',
  again: '/o/officials',
})
actPage('/o/officials/:id/disabling', 'operator', {
  act: disableOfficialOperation,
  says: ({ params }) => ({ params }),
  leads: '/o/officials',
  again: '/o/officials',
})
