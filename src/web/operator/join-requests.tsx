import type { FC } from 'hono/jsx'
import {
  listJoinRequestsOperation,
  openJoinRequestPhoneOperation,
  settleJoinRequestOperation,
} from '../../joining/routes'
import { spokenDay, spokenDayEn } from '../../kernel/time'
import { actPage } from '../act-page'
import { type Say, useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Facts, When } from '../ui/text'

type JoinRequestAnswer = AnswerFor<typeof listJoinRequestsOperation, 'operator'>['data'][number]

const RESULTS = [
  ['met', '来过了', 'met'],
  ['not_reached', '联系不上', 'not reached'],
  ['withdrawn', '不来了', 'will not come'],
] as const
const dayText = ({ wished_on, wished_part }: JoinRequestAnswer, t: Say): string =>
  wished_part === 'morning'
    ? t(`${spokenDay(wished_on)} 上午`, `${spokenDayEn(wished_on)}, morning`)
    : t(`${spokenDay(wished_on)} 下午`, `${spokenDayEn(wished_on)}, afternoon`)

/** Shops that asked for an appointment to join: who waits, by the day they wished, and what came of the others. */
page('GET', '/o/join-requests', 'operator', async ({ c, ask, t }) => {
  const [waiting, ended] = await Promise.all([
    ask(listJoinRequestsOperation, { query: { state: 'waiting', limit: '50' } }),
    ask(listJoinRequestsOperation, {
      query: { state: 'ended', limit: '20', cursor: c.req.query('cursor') },
    }),
  ])
  return (
    <Frame
      title={t('接入预约', 'Appointments to join')}
      lead={t('先打电话，见过面再登记一家店。', 'Call first; register a shop after you have met.')}
      acts={
        <a class="button" href="/o/merchants/new">
          {t('登记一家店', 'Register a shop')}
        </a>
      }
    >
      {waiting.data.length === 0 ? (
        <Empty>{t('没有等着的预约。', 'Nobody waits.')}</Empty>
      ) : (
        <div class="gd">
          {waiting.data.map((one) => (
            <Waiting one={one} />
          ))}
        </div>
      )}
      {ended.data.length === 0 ? null : (
        <Grid
          caption={t('办完的', 'Ended')}
          show_caption
          head={[
            t('店', 'Shop'),
            t('想哪天来', 'Wished day'),
            t('结果', 'Result'),
            t('谁记的', 'Noted by'),
          ]}
          words={[1, 2, 3]}
          rows={ended.data.map((one) => [
            one.shop_name,
            dayText(one, t),
            <>
              {resultWord(one, t)}
              {one.note ? <span class="hint">{one.note}</span> : null}
            </>,
            <>
              {one.noted_by_name} {one.noted_at ? <When at={one.noted_at} /> : null}
            </>,
          ])}
        />
      )}
      <More of={ended} href="/o/join-requests" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})
const resultWord = ({ result }: JoinRequestAnswer, t: Say): string => {
  const [, zh, en] = RESULTS.find(([name]) => name === result) ?? RESULTS[0]
  return t(zh, en)
}

const Waiting: FC<{ one: JoinRequestAnswer }> = ({ one }) => {
  const t = useSay()
  return (
    <article class="card">
      <h2>{one.shop_name}</h2>
      <Facts
        of={[
          [t('想哪天来', 'Wished day'), dayText(one, t)],
          [t('在哪个区', 'District'), one.district_name],
          [t('手机', 'Phone'), one.phone_mask],
          [t('几时约的', 'Asked'), <When at={one.asked_at} />],
        ]}
      />
      <form method="post" action={`/o/join-requests/${one.id}/phone`}>
        {key()}
        <button type="submit" class="plain">
          {t('看号码，打电话（有记录）', 'See the number to call (kept on record)')}
        </button>
      </form>
      <form method="post" action={`/o/join-requests/${one.id}`}>
        {key()}
        <Choice
          name="result"
          id={`result-${one.id.slice(-6)}`}
          label={t('办得怎样', 'What came of it')}
          of={RESULTS.map(([name, zh, en]) => [name, t(zh, en)] as const)}
        />
        <Field
          name="note"
          id={`note-${one.id.slice(-6)}`}
          label={t('说明（可以不填）', 'Note (optional)')}
          maxlength={200}
        />
        <button type="submit">{t('记下', 'Note it')}</button>
      </form>
    </article>
  )
}

actPage('/o/join-requests/:id', 'operator', {
  act: settleJoinRequestOperation,
  says: ({ params, form }) => {
    const note = form.get('note')?.trim()
    return { params, body: { result: form.get('result') ?? '', ...(note ? { note } : {}) } }
  },
  leads: '/o/join-requests',
  again: '/o/join-requests',
})
page(
  'POST',
  '/o/join-requests/:id/phone',
  'operator',
  async ({ params, form, ask, t }) => {
    const { phone } = await ask(
      openJoinRequestPhoneOperation,
      { params },
      form.get('key') ?? undefined,
    )
    return (
      <Frame title={t('打这个电话', 'Call this number')} wide={false}>
        <p class="huge">
          <a href={`tel:${phone}`}>{phone}</a>
        </p>
        <a class="button plain" href="/o/join-requests">
          {t('回到预约', 'Back to the appointments')}
        </a>
      </Frame>
    )
  },
  { again: '/o/join-requests', secret: true },
)
