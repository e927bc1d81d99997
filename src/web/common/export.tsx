import type { FC } from 'hono/jsx'
import { exportRoutes } from '../../exports/routes'
import { usualSpan } from '../../exports/span-rules'
import { cookieCredential } from '../../identity/tokens'
import { refuse } from '../../kernel/refusals'
import { localDate } from '../../kernel/time'
import {
  askForExportOperation,
  decideExportOperation,
  listExportPermitsOperation,
} from '../../permits/routes'
import type { Kind } from '../../platform/actor'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { throughApi } from '../intake/through-api'
import { Choice, Field } from '../ui/form'
import { Tag, When } from '../ui/text'

const FORMATS = [
  ['xlsx', 'Excel 表（.xlsx）', 'Excel (.xlsx)'],
  ['csv', 'CSV 表', 'CSV'],
  ['hledger', 'hledger 文本', 'hledger journal'],
  ['beancount', 'Beancount 文本', 'Beancount file'],
] as const

const Form: FC<{ here: string; from: string; to: string }> = ({ here, from, to }) => {
  const t = useSay()
  return (
    <form method="get" action={`${here}/file`} class="card">
      <Choice
        name="format"
        label={t('什么格式', 'Format')}
        of={FORMATS.map(([value, zh, en]) => [value, t(zh, en)] as const)}
      />
      <Field name="from" label={t('从哪天起', 'From')} type="date" value={from} max={to} required />
      <Field
        name="to"
        label={t('到哪天止（最多 366 天）', 'To (366 days at most)')}
        type="date"
        value={to}
        max={to}
        required
      />
      <button type="submit">{t('下载', 'Download')}</button>
    </form>
  )
}

type PermitAnswer = AnswerFor<typeof listExportPermitsOperation>['data'][number]
/** Books of the whole city: whoever wants them asks, and another person agrees. */
const Asking: FC<{ here: string; from: string; to: string }> = ({ here, from, to }) => {
  const t = useSay()
  return (
    <form method="post" action={`${here}/permits`} class="card">
      {key()}
      <h2>{t('申请导出', 'Ask for a file')}</h2>
      <Field name="from" label={t('从哪天起', 'From')} type="date" value={from} max={to} required />
      <Field
        name="to"
        label={t('到哪天止（最多 366 天）', 'To (366 days at most)')}
        type="date"
        value={to}
        max={to}
        required
      />
      <Field
        name="reason"
        label={t('做什么用', 'What for')}
        required
        minlength={4}
        maxlength={200}
      />
      <button type="submit">{t('申请，等另一个人同意', 'Ask; another person agrees')}</button>
    </form>
  )
}
const Permit: FC<{ here: string; one: PermitAnswer }> = ({ here, one }) => {
  const t = useSay()
  const span = t(`${one.from} 至 ${one.to}`, `${one.from} to ${one.to}`)
  return (
    <article class="card">
      <h2>{span}</h2>
      <p>
        {one.made_by_name}
        {t('：', ': ')}
        {one.reason} <When at={one.asked_at} />
      </p>
      {one.state === 'waiting' ? (
        <form method="post" action={`${here}/permits/${one.id}/decision`}>
          {key()}
          {one.is_own ? (
            <p>{t('等另一个人同意。', 'Waits for another person.')}</p>
          ) : (
            <button type="submit" name="agreed" value="yes">
              {t('同意', 'Agree')}
              <span class="skip">{span}</span>
            </button>
          )}
          <button type="submit" name="agreed" value="no" class="danger">
            {t('拒绝', 'Refuse')}
            <span class="skip">{span}</span>
          </button>
        </form>
      ) : null}
      {one.state === 'refused' ? <Tag is="bad">{t('已拒绝', 'Refused')}</Tag> : null}
      {one.state === 'agreed' && one.usable_until !== null ? (
        <p>
          <Tag is="safe">{t('已同意，可下载到：', 'Agreed, to be taken until: ')}</Tag>
          <When at={one.usable_until} />
        </p>
      ) : null}
      {one.state === 'agreed' && one.is_own ? (
        <form method="get" action={`${here}/file`}>
          <input type="hidden" name="permit_id" value={one.id} />
          <input type="hidden" name="from" value={one.from} />
          <input type="hidden" name="to" value={one.to} />
          <input type="hidden" name="detail" value={one.detail} />
          {one.merchant_id ? (
            <input type="hidden" name="merchant_id" value={one.merchant_id} />
          ) : null}
          <Choice
            name="format"
            id={`format-${one.id}`}
            label={t('什么格式', 'Format')}
            of={FORMATS.map(([value, zh, en]) => [value, t(zh, en)] as const)}
          />
          <button type="submit">{t('下载', 'Download')}</button>
        </form>
      ) : null}
    </article>
  )
}

/** The books as a file for the accountant: opening balances, every transfer, closing balances that must agree. */
for (const [prefix, kind, address] of [
  ['/m', 'staff', '/v1/merchants/me/exports/journal'],
  ['/b', 'bank', '/v1/exports/journal'],
  ['/o', 'operator', '/v1/exports/journal'],
] as const satisfies readonly (readonly [string, Kind, string])[]) {
  const here = `${prefix}/export`
  page('GET', here, kind, async ({ c, ask, t }) => {
    const today = localDate(c.var.world.now())
    const permits =
      kind === 'staff'
        ? null
        : (await ask(listExportPermitsOperation, { query: { limit: '20' } })).data
    return (
      <Frame title={t('导出账簿', 'Export the books')}>
        <p>
          {t(
            '给会计的文件：期初余额、每一笔、期末余额。另一个程序读进去，余额也一分不差。',
            'For accountants: opening balances, every entry, closing balances. Another program reaches the same sums.',
          )}
        </p>
        {permits === null ? (
          <Form here={here} {...usualSpan(today)} />
        ) : (
          <>
            <Asking here={here} {...usualSpan(today)} />
            {permits.map((one) => (
              <Permit here={here} one={one} />
            ))}
          </>
        )}
      </Frame>
    )
  })
  page('GET', `${here}/file`, kind, async (visit) => {
    const { c } = visit
    const who = await cookieCredential(c.req.raw, kind, c.var.world.config.stage)
    if (!who) refuse('not_signed_in')
    const url = new URL(address, c.req.url)
    url.search = new URL(c.req.url).search
    return throughApi(visit, { routes: exportRoutes, who, request: new Request(url) })
  })
}

for (const [here, kind] of [
  ['/b/export', 'bank'],
  ['/o/export', 'operator'],
] as const) {
  actPage(`${here}/permits` as '/b/export/permits', kind, {
    act: askForExportOperation,
    says: ({ form }) => ({
      body: {
        from: form.get('from') ?? '',
        to: form.get('to') ?? '',
        reason: form.get('reason')?.trim() ?? '',
      },
    }),
    leads: here,
    again: here,
  })
  actPage(`${here}/permits/:id/decision` as '/b/export/permits/:id/decision', kind, {
    act: decideExportOperation,
    says: ({ params, form }) => ({ params, body: { agreed: form.get('agreed') === 'yes' } }),
    leads: here,
    again: here,
  })
}
