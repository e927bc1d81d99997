import type { FC } from 'hono/jsx'
import { readEstateOperation } from '../../estates/routes'
import {
  checkMandateOperation,
  decideMandateOperation,
  endMandateOperation,
  listMandatesOperation,
  readMandateFactsOperation,
  readMandateOperation,
  readMandatePaperOperation,
} from '../../mandates/desk-routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Facts, Money, Notice, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { Row } from './begin'
import { paperResponse } from './file'
import { About, Division, Papers } from './parts'
import { causeName, type MandateAnswer } from './words'

const OFFICES: Record<'bank' | 'regulator' | 'operator', readonly [string, string]> = {
  bank: ['银行', 'Bank'],
  regulator: ['主管单位', 'Authority'],
  operator: ['平台', 'Platform'],
}

/** The same desk for the three offices: what was filed, one of them with what the account itself says, and the acts. */
for (const [kind, base] of [
  ['bank', '/b/mandates'],
  ['regulator', '/r/mandates'],
  ['operator', '/o/mandates'],
] as const) {
  page('GET', base, kind, async ({ ask, c, t }) => {
    const is_open = c.req.query('all') === undefined ? 'true' : undefined
    const query = { limit: '20', is_open, cursor: c.req.query('cursor') }
    const found = await ask(listMandatesOperation, { query })
    return (
      <Frame title={t('继承和监护', 'Heirs and guardians')}>
        <p>
          <a href={`${base}?all=1`}>{t('也看已有结果的', 'Show those decided as well')}</a>
        </p>
        {found.data.length === 0 ? <Empty>{t('没有要核对的。', 'Nothing to check.')}</Empty> : null}
        {found.data.map((one) => (
          <Row one={one} at={`${base}/${one.id}`} />
        ))}
        <More of={found} href={base} word={t('更早的', 'Earlier')} />
      </Frame>
    )
  })
  page('GET', `${base}/:id`, kind, async ({ ask, params, t }) => {
    const one = await ask(readMandateOperation, { params })
    const facts = await ask(readMandateFactsOperation, { params })
    const is_divided = one.state === 'approved' || one.state === 'done'
    const estate = is_divided ? await ask(readEstateOperation, { params }) : null
    return (
      <Frame title={causeName(one.cause, t)}>
        <Notice is="warn">{t(one.message, one.message_en)}</Notice>
        <About one={one} />
        <Account facts={facts} />
        <Papers one={one} at={`${base}/${one.id}`} />
        <Checks one={one} />
        {estate ? <Division one={one} estate={estate} /> : null}
        {one.state === 'filed' ? <CheckForm at={`${base}/${one.id}/checks`} /> : null}
        {kind === 'regulator' ? <Decide one={one} at={`${base}/${one.id}`} /> : null}
      </Frame>
    )
  })
  page('GET', `${base}/:id/papers/:paper_id`, kind, async ({ ask, params }) =>
    paperResponse(await ask(readMandatePaperOperation, { params })),
  )
  actPage(`${base}/:id/checks`, kind, {
    act: checkMandateOperation,
    says: ({ params, form }) => ({
      params,
      body: { passed: form.get('passed') === 'yes', note: form.get('note') },
    }),
    leads: ({ id }) => `${base}/${id}`,
    again: `${base}/:id`,
  })
}
actPage('/r/mandates/:id/decision', 'regulator', {
  act: decideMandateOperation,
  says: ({ params, form }) => ({
    params,
    body: { agreed: form.get('agreed') === 'yes', reason: form.get('reason') },
  }),
  leads: ({ id }) => `/r/mandates/${id}`,
  again: '/r/mandates/:id',
})
actPage('/r/mandates/:id/end', 'regulator', {
  act: endMandateOperation,
  says: ({ params, form }) => ({ params, body: { reason: form.get('reason') } }),
  leads: ({ id }) => `/r/mandates/${id}`,
  again: '/r/mandates/:id',
})

const Account: FC<{ facts: AnswerFor<typeof readMandateFactsOperation> }> = ({ facts }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('账户本身说明什么', 'What the account says')}</h2>
      <p class="small mute">
        {t(
          '人可能还活着：最近登录过、用过，就先问清楚。',
          'The person may be alive: ask first if it was used lately.',
        )}
      </p>
      <Facts
        of={[
          [
            t('这个号码的账户', 'An account of this number'),
            facts.has_account
              ? t('有', 'yes')
              : t('没有，或换过号码', 'none, or its number changed'),
          ],
          [t('卡', 'Cards'), String(facts.cards_count)],
          [t('卡里的钱', 'On them'), <Money fen={facts.owed_fen} />],
          [
            t('最近登录', 'Last sign-in'),
            facts.last_seen_at === null ? '—' : <When at={facts.last_seen_at} />,
          ],
          [t('据称去世以后的核销', 'Uses since'), String(facts.uses_since)],
          [t('别人也申请继承', 'Others who claim it'), String(facts.rivals)],
          [t('在途的付款', 'Payments under way'), String(facts.payments)],
        ]}
      />
    </section>
  )
}
const Checks: FC<{ one: MandateAnswer }> = ({ one }) => {
  const t = useSay()
  return one.checks.length === 0 ? null : (
    <section class="card">
      <h2>{t('核对', 'Checks')}</h2>
      <ul>
        {one.checks.map((check) => (
          <li>
            {t(...OFFICES[check.office])}{' '}
            <Tag is={stateTone('mandate_check', check.passed ? 'passed' : 'failed')}>
              {check.passed ? t('无误', 'good') : t('有误', 'not good')}
            </Tag>{' '}
            {check.note} · <When at={check.at} />
          </li>
        ))}
      </ul>
    </section>
  )
}
const CheckForm: FC<{ at: string }> = ({ at }) => {
  const t = useSay()
  return (
    <form method="post" action={at} class="card">
      {key()}
      <h2>{t('我单位核对', 'Our check')}</h2>
      <p class="small mute">
        {t(
          '按编号向发证单位核对。一个单位一次；两个单位的人和同意的人是三个人。',
          'Ask whoever issued them, by number. Once an office; both checkers and who agrees are three persons.',
        )}
      </p>
      <Field
        name="note"
        id="check-note"
        label={t('向谁核对，结果如何', 'Whom you asked, and what they said')}
        maxlength={200}
        required
      />
      <div class="buttons">
        <button type="submit" name="passed" value="yes">
          {t('无误', 'Good')}
        </button>
        <button type="submit" name="passed" value="no" class="danger">
          {t('有误', 'Not good')}
        </button>
      </div>
    </form>
  )
}
const Decide: FC<{ one: MandateAnswer; at: string }> = ({ one, at }) => {
  const t = useSay()
  if (one.state === 'active')
    return (
      <form method="post" action={`${at}/end`} class="card">
        {key()}
        <Field name="reason" label={t('为什么撤销监护', 'Why it ends')} maxlength={200} required />
        <button type="submit" class="danger">
          {t('撤销监护', 'End the guardianship')}
        </button>
      </form>
    )
  return one.state === 'filed' ? (
    <form method="post" action={`${at}/decision`} class="card">
      {key()}
      <h2>{t('决定', 'Decision')}</h2>
      <Field name="reason" label={t('理由', 'Reason')} maxlength={200} required />
      <div class="buttons">
        <button type="submit" name="agreed" value="yes">
          {t('同意', 'Agree')}
        </button>
        <button type="submit" name="agreed" value="no" class="danger">
          {t('拒绝', 'Refuse')}
        </button>
      </div>
    </form>
  ) : null
}
