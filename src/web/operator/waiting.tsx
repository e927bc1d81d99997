import { listBankBreaksOperation } from '../../breaks/routes'
import { listBankDaysOperation } from '../../closes/routes'
import { inquireInstructionOperation, listInstructionsOperation } from '../../instructions/routes'
import { type AnswerFor, key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, Money, Notice, Tag, When } from '../ui/text'

/** What bank, ledger and provider do not agree about past its limit, and the days that are not closed yet. */
page('GET', '/o/breaks', 'operator', async ({ ask, c, t }) => {
  const [late, days] = await Promise.all([
    ask(listBankBreaksOperation, {
      query: { state: 'overdue', limit: '100', cursor: c.req.query('cursor') },
    }),
    ask(listBankDaysOperation, { query: { limit: '14' } }),
  ])
  return (
    <Frame title={t('过期未解决的差异', 'Overdue differences')}>
      {late.data.length === 0 ? (
        <Notice is="safe">{t('没有过期的差异。', 'None is overdue.')}</Notice>
      ) : (
        <Grid
          caption={t('过期未解决的差异', 'Overdue differences')}
          words={[1, 2, 3]}
          head={[
            t('店', 'Shop'),
            t('哪一类', 'Class'),
            t('限', 'Limit'),
            t('该谁解决', 'Owner'),
            t('差额', 'Difference'),
          ]}
          rows={late.data.map((found) => [
            found.merchant_name ?? t('不属于哪家店', 'no shop'),
            t(found.class_name, found.class_name_en),
            found.limit_on,
            found.owner === 'bank' ? t('银行', 'bank') : t('平台', 'platform'),
            <Money fen={found.difference_fen} />,
          ])}
        />
      )}
      <More of={late} href="/o/breaks" word={t('更早的', 'Earlier')} />
      <h2 id="days">{t('最近的营业日', 'Recent business days')}</h2>
      {days.data.length === 0 ? (
        <Empty>{t('还没有要封的日子。', 'There is no day to close yet.')}</Empty>
      ) : (
        <Grid
          caption={t('最近的营业日', 'Recent business days')}
          words={[1, 2]}
          head={[
            t('日子', 'Day'),
            t('对账单', 'Statement'),
            t('封账', 'Closed'),
            t('差异', 'Breaks'),
          ]}
          rows={days.data.map((one) => [
            <time>{one.day}</time>,
            one.is_whole ? t('齐了', 'whole') : <Tag is="warn">{t('没有齐', 'not whole')}</Tag>,
            one.sealed_at ? (
              <When at={one.sealed_at} />
            ) : (
              <Tag is="warn">{t('还没有', 'not yet')}</Tag>
            ),
            one.breaks_standing,
          ])}
        />
      )}
    </Frame>
  )
})

/** What was told outside and has no answer in time: how it stands, and where the money is. */
page('GET', '/o/instructions', 'operator', async ({ ask, c, t }) => {
  const late = await ask(listInstructionsOperation, {
    query: { state: 'overdue', limit: '50', cursor: c.req.query('cursor') },
  })
  return (
    <Frame title={t('过了时限没有结果的指令', 'Instructions without an answer in time')}>
      {late.data.length === 0 ? (
        <Notice is="safe">{t('都在时限里。', 'All are in time.')}</Notice>
      ) : null}
      {late.data.map((one) => (
        <Overdue of={one} t={t} />
      ))}
      <More of={late} href="/o/instructions" word={t('更晚的', 'Later')} />
    </Frame>
  )
})
type Instruction = AnswerFor<typeof listInstructionsOperation>['data'][number]
const Overdue = ({ of, t }: { of: Instruction; t: Visit['t'] }) => (
  <form method="post" action={`/o/instructions/${of.id}/inquiry`} class="card">
    {key()}
    <p>
      <Tag is="bad">{t('已过时限', 'overdue')}</Tag>{' '}
      <Tag>{of.owner === 'bank' ? t('银行核对', 'the bank’s') : t('平台核对', 'ours')}</Tag>{' '}
      <Money fen={of.amount_fen} /> <code>{of.id}</code>
    </p>
    <p>{t(of.message, of.message_en)}</p>
    <button type="submit" class="plain">
      {t('请再问一次', 'Ask again')}
    </button>
  </form>
)
page(
  'POST',
  '/o/instructions/:id/inquiry',
  'operator',
  async ({ c, params, form, ask }) => {
    await ask(inquireInstructionOperation, { params }, form.get('key') ?? undefined)
    return c.redirect('/o/instructions', 303)
  },
  { again: '/o/instructions' },
)
