import type { FC } from 'hono/jsx'
import { inquireInstructionOperation, listInstructionsOperation } from '../../instructions/routes'
import { actPage } from '../act-page'
import { type AnswerFor, key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Choice } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Money, Tag, When } from '../ui/text'
import { askedIn, hrefWith } from './words'

type InstructionAnswer = AnswerFor<typeof listInstructionsOperation, 'bank'>['data'][number]

/** What the bank or a provider was told and has not answered: how it stands, where the money is, whose it is. */
page('GET', '/b/instructions', 'bank', async ({ ask, c, t }) => {
  const asked = askedIn(c.req.url, ['state', 'cursor'])
  const found = await ask(listInstructionsOperation, { query: asked })
  const rows = found.data
  return (
    <Frame title={t('没有结果的指令', 'Instructions without a result')}>
      <form method="get" action="/b/instructions" class="filters">
        <Choice
          name="state"
          label={t('哪些', 'Which')}
          value={asked.state ?? 'open'}
          of={[
            ['open', t('还没有结果', 'Open')],
            ['overdue', t('已过时限', 'Overdue')],
            ['refused', t('被拒绝', 'Refused')],
          ]}
        />
        <button type="submit" class="plain">
          {t('看', 'Show')}
        </button>
      </form>
      {rows.length === 0 ? <Empty>{t('没有。', 'None.')}</Empty> : null}
      {rows.map((one) => (
        <One of={one} t={t} />
      ))}
      <More of={found} href={hrefWith('/b/instructions', asked)} word={t('下一页', 'Next')} />
      <p class="note">
        {t(
          '说过而没有回音的，先查问；查到没有办过，才说第二遍。同一件只办一次。',
          'What had no answer is asked about first, and told again only if it was never taken.',
        )}
      </p>
    </Frame>
  )
})

const One: FC<{ of: InstructionAnswer; t: Visit['t'] }> = ({ of, t }) => (
  <form method="post" action={`/b/instructions/${of.id}/inquiry`} class="card">
    {key()}
    <p>
      {of.is_overdue ? (
        <Tag is="bad">{t('已过时限', 'overdue')}</Tag>
      ) : (
        <Tag is="warn">{t('在等', 'waiting')}</Tag>
      )}{' '}
      <Money fen={of.amount_fen} /> <code>{of.id}</code>
    </p>
    <p>{t(of.message, of.message_en)}</p>
    <p class="note">
      {t('最近一次 ', 'Last ')}
      <When at={of.asked_at ?? ''} />
      {t(`，${of.tries} 次没有回音`, `, ${of.tries} without an answer`)}
    </p>
    <button type="submit" class="plain">
      {t('请再问一次', 'Ask again')}
    </button>
  </form>
)

actPage('/b/instructions/:id/inquiry', 'bank', {
  act: inquireInstructionOperation,
  says: ({ params }) => ({ params }),
  leads: '/b/instructions',
  again: '/b/instructions',
})
