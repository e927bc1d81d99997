import type { FC } from 'hono/jsx'
import {
  agreeToAccessSecrecyOperation,
  discloseAccessOperation,
  endAccessPurposeOperation,
  listAccessPurposesOperation,
  openAccessPurposeOperation,
} from '../../traces/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { HOME } from '../nav'
import { Words } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Facts, Tag, When } from '../ui/text'
import { WhyForm } from '../ui/why'
import { OFFICES } from './offices'

type PurposeAnswer = AnswerFor<typeof listAccessPurposesOperation, 'operator'>['data'][number]

for (const kind of OFFICES) {
  const at = HOME[kind]
  const own = `${at}/purposes` as '/r/purposes'
  page('GET', own, kind, async ({ c, ask, t }) => {
    const [mine, secret] = await Promise.all([
      ask(listAccessPurposesOperation, { query: { cursor: c.req.query('cursor') } }),
      ask(listAccessPurposesOperation, { query: { of: 'secret', limit: '20' } }),
    ])
    return (
      <Frame
        title={t('我的查阅事由', 'What I read people’s data for')}
        acts={
          <a class="button plain" href={`${at}/readings`}>
            {t('查阅记录和告警', 'Readings and alarms')}
          </a>
        }
      >
        <h2>{t('开一个', 'Open one')}</h2>
        <WhyForm to={own} reference="" />
        <Emergency at={own} />
        <h2>{t('开过的', 'Opened')}</h2>
        {mine.data.length === 0 ? (
          <Empty>{t('还没有开过。', 'None yet.')}</Empty>
        ) : (
          mine.data.map((one) => <Purpose one={one} at={own} />)
        )}
        <More of={mine} href={own} word={t('更早的', 'Earlier')} />
        {secret.data.length === 0 ? null : (
          <>
            <h2>{t('保密的（本人先看不到）', 'Secret ones (not shown to the person yet)')}</h2>
            {secret.data.map((one) => (
              <Purpose one={one} at={own} />
            ))}
          </>
        )}
      </Frame>
    )
  })
  page(
    'POST',
    own,
    kind,
    async ({ c, form, ask }) => {
      const is_case = form.get('kind') !== 'emergency'
      const body = {
        kind: is_case ? ('case' as const) : ('emergency' as const),
        ...(is_case ? { reference_id: form.get('reference_id')?.trim() ?? '' } : {}),
        reason: form.get('reason') ?? '',
      }
      await ask(openAccessPurposeOperation, { body }, form.get('key') ?? undefined)
      const to = form.get('to') ?? ''
      // Only a page of the official's own desk is shown then.
      const goes_on = to.startsWith(`${at}/`) && /^[\w/?=&.:-]+$/.test(to)
      return c.redirect(goes_on ? to : own, 303)
    },
    { again: own },
  )
  const acts = [
    ['end', endAccessPurposeOperation],
    ['secrecy', agreeToAccessSecrecyOperation],
    ['disclosure', discloseAccessOperation],
  ] as const
  for (const [word, act] of acts)
    actPage(`${at}/purposes/:id/${word}` as '/r/purposes/:id/end', kind, {
      act: act as typeof endAccessPurposeOperation,
      says: ({ params }) => ({ params }),
      leads: own,
      again: own,
    })
}

const Emergency: FC<{ at: string }> = ({ at }) => {
  const t = useSay()
  return (
    <details class="card">
      <summary>{t('紧急，没有案号', 'An emergency without a case')}</summary>
      <form method="post" action={at}>
        {key()}
        <input type="hidden" name="kind" value="emergency" />
        <p>
          {t(
            '一小时，最多二十个人。同事和平台马上收到告警，本人马上收到短信，事后两个人复核。',
            'For an hour, of at most twenty people. Colleagues and the person are told at once; two look at it afterwards.',
          )}
        </p>
        <Words
          name="reason"
          id="emergency-reason"
          label={t('为什么来不及', 'Why it cannot wait')}
          required
          minlength={10}
          maxlength={200}
        />
        <button type="submit" class="danger">
          {t('紧急查阅', 'Read in an emergency')}
        </button>
      </form>
    </details>
  )
}

const Purpose: FC<{ one: PurposeAnswer; at: string }> = ({ one, at }) => {
  const t = useSay()
  const { id, state, secrecy, is_own } = one
  const act = (word: string, zh: string, en: string) => (
    <form method="post" action={`${at}/${id}/${word}`}>
      {key()}
      <button type="submit" class="plain">
        {t(zh, en)}
      </button>
    </form>
  )
  return (
    <article class="card">
      <h3>{one.reason}</h3>
      <p>
        {state === 'open' ? <Tag is="safe">{t('开着', 'Open')}</Tag> : null}
        {state === 'waiting' ? <Tag is="warn">{t('等人同意保密', 'Waits')}</Tag> : null}
        {state === 'ended' ? <Tag>{t('结束了', 'Ended')}</Tag> : null}
      </p>
      <Facts
        of={[
          [
            t('案号', 'Case'),
            one.reference_id ? <code>{one.reference_id}</code> : t('紧急', 'Emergency'),
          ],
          [t('看了', 'Read'), t(`${one.readings_count} 次`, String(one.readings_count))],
          [
            t('几个人', 'Of how many'),
            t(
              `${one.people_count}，最多 ${one.people_max}`,
              `${one.people_count} of ${one.people_max}`,
            ),
          ],
          [t('到什么时候', 'Until'), <When at={one.ended_at ?? one.expires_at} />],
          ...(is_own ? [] : [[t('谁开的', 'By'), one.official_name] as const]),
        ]}
      />
      <div class="buttons">
        {is_own && state === 'open' ? act('end', '看完了', 'Done') : null}
        {!is_own && secrecy === 'waiting' && state === 'waiting'
          ? act('secrecy', '看过公安文书，同意保密', 'Seen the paper: agree')
          : null}
        {secrecy === 'secret'
          ? act('disclosure', `同意告诉本人（${one.disclosures_count}/2）`, 'May be shown now')
          : null}
      </div>
    </article>
  )
}
