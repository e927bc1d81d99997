import {
  answerListingObjectionOperation,
  listListingsOperation,
  noticeListingOperation,
  publishListingOperation,
  removeListingOperation,
} from '../../listings/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { More } from '../ui/table'
import { Empty } from '../ui/text'
import { CLASSES, COLOURS, type Listing, ListingCard } from './parts'

const REMOVALS = [
  ['repaired', '已修复', 'repaired'],
  ['court', '法院判决', 'by a judgment'],
  ['error', '列错了', 'an error'],
  ['withdrawn', '不列了', 'given up'],
] as const

/** By another person than who told the shop: for how long it is public. */
const Publish = ({ of }: { of: Listing }) => {
  const t = useSay()
  return (
    <form method="post" action={`/r/listings/${of.id}/publication`}>
      {key()}
      <p class="note">
        {of.colour === 'black'
          ? t(
              '公布后这家店不再卖新卡，已有的卡不受影响。',
              'Once public the shop sells no new cards; cards it sold go on.',
            )
          : t('公布后谁都能看到。', 'Once public anybody sees it.')}
      </p>
      <Field
        name="days"
        id={`days-${of.id}`}
        label={t(
          `公布几天（${of.days_min} 到 ${of.days_max}）`,
          `Days (${of.days_min} to ${of.days_max})`,
        )}
        type="number"
        min={String(of.days_min)}
        max={String(of.days_max)}
        required
      />
      <button type="submit">
        {t('公布', 'Publish')}
        <span class="skip">{of.merchant_name}</span>
      </button>
    </form>
  )
}

/** What became of the shop’s objection. */
const Answer = ({ of }: { of: Listing }) => {
  const t = useSay()
  return (
    <form method="post" action={`/r/listings/${of.id}/answer`}>
      {key()}
      <Choice
        name="answer"
        id={`answer-${of.id}`}
        label={t('异议', 'The objection')}
        of={[
          ['refused', t('不成立', 'is not upheld')],
          ['upheld', t('成立，撤下', 'is upheld: taken off')],
        ]}
      />
      <Field
        name="note"
        id={`note-${of.id}`}
        label={t('理由', 'Reason')}
        required
        minlength={4}
        maxlength={200}
      />
      <button type="submit">
        {t('答复', 'Answer')}
        <span class="skip">{of.merchant_name}</span>
      </button>
    </form>
  )
}

/** What the authority can do now; a person never does both halves. */
const Doings = ({ of }: { of: Listing }) => {
  const t = useSay()
  if (of.state === 'ended') return null
  const name = <span class="skip">{of.merchant_name}</span>
  return (
    <>
      {of.is_own ? (
        <p class="note">
          {t(
            '是您告知的，公布和答复要另一个人。',
            'You told the shop: another person publishes and answers.',
          )}
        </p>
      ) : null}
      {of.may_publish ? <Publish of={of} /> : null}
      {of.may_answer ? <Answer of={of} /> : null}
      <form method="post" action={`/r/listings/${of.id}/removal`}>
        {key()}
        <Choice
          name="ended_for"
          id={`end-${of.id}`}
          label={t('撤下，因为', 'Take off, for')}
          of={REMOVALS.map(([value, zh, en]) => [value, t(zh, en)] as const)}
        />
        <button type="submit" class="danger">
          {t('撤下', 'Take off')}
          {name}
        </button>
      </form>
    </>
  )
}

page('GET', '/r/listings', 'regulator', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const found = await ask(listListingsOperation, {
    query: { limit: '20', ...(cursor ? { cursor } : {}) },
  })
  return (
    <Frame title={t('红黑名单', 'Red and black list')}>
      {found.data.length === 0 ? <Empty>{t('没有名单。', 'There is none.')}</Empty> : null}
      {found.data.map((one) => (
        <ListingCard of={one}>
          <Doings of={one} />
        </ListingCard>
      ))}
      <More of={found} href="/r/listings" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})
actPage('/r/listings/:id/publication', 'regulator', {
  act: publishListingOperation,
  says: ({ params, form }) => ({ params, body: { days: Number(form.get('days')) } }),
  leads: '/r/listings',
  again: '/r/listings',
})
actPage('/r/listings/:id/answer', 'regulator', {
  act: answerListingObjectionOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      answer: form.get('answer') === 'upheld' ? 'upheld' : 'refused',
      note: form.get('note')?.trim() ?? '',
    },
  }),
  leads: '/r/listings',
  again: '/r/listings',
})
actPage('/r/listings/:id/removal', 'regulator', {
  act: removeListingOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      ended_for: REMOVALS.find(([value]) => value === form.get('ended_for'))?.[0] ?? 'repaired',
    },
  }),
  leads: '/r/listings',
  again: '/r/listings',
})

page('GET', '/r/shops/:id/listing', 'regulator', async ({ params, t }) => (
  <Frame
    title={t('告知拟列入名单', 'Tell a shop that it may be listed')}
    lead={t(
      '先告知店家，五个工作日里可以陈述、提异议；到时由另一个人公布。现在什么都不公开。',
      'The shop is told first and heard for five working days; then another person publishes. Nothing is public now.',
    )}
  >
    <form method="post" action={`/r/shops/${params.id}/listing`} class="card">
      {key()}
      <Choice
        name="colour"
        label={t('哪个名单', 'Which list')}
        of={(['black', 'red'] as const).map((one) => [one, t(...COLOURS[one])] as const)}
      />
      <Choice
        name="class"
        label={t('档次', 'Class')}
        of={(['minor', 'general', 'serious', 'honour'] as const).map(
          (one) => [one, t(...CLASSES[one])] as const,
        )}
      />
      <Field
        name="ground"
        label={t('依据（会公开）', 'Ground (public)')}
        required
        minlength={2}
        maxlength={60}
      />
      <Field
        name="words"
        label={t('事实（告知店家）', 'Facts (told to the shop)')}
        required
        minlength={4}
        maxlength={500}
      />
      <button type="submit">{t('告知', 'Tell the shop')}</button>
    </form>
  </Frame>
))
actPage('/r/shops/:id/listing', 'regulator', {
  act: noticeListingOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      colour: form.get('colour') === 'red' ? 'red' : 'black',
      class:
        (['minor', 'general', 'serious', 'honour'] as const).find(
          (one) => one === form.get('class'),
        ) ?? 'minor',
      ground: form.get('ground')?.trim() ?? '',
      words: form.get('words')?.trim() ?? '',
    },
  }),
  leads: '/r/listings',
  again: '/r/shops/:id/listing',
})
