import { listQuarterFiguresOperation } from '../../quarters/routes'
import { useSay } from '../around'
import { askedIn, hrefWith } from '../bank/words'
import { ratioText } from '../closes/coverage'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Day } from '../intake/bank-lines'
import { Choice } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Money, Tag } from '../ui/text'
import { stateTone } from '../ui/tones'

type FiguresAnswer = AnswerFor<
  typeof listQuarterFiguresOperation,
  'bank'
>['data'][number]['figures']
type QuarterFigureAnswer = AnswerFor<typeof listQuarterFiguresOperation, 'bank'>['data'][number]

const STATES: Record<QuarterFigureAnswer['state'], readonly [zh: string, en: string]> = {
  running: ['还没有结束', 'running'],
  open: ['不要求填报', 'not asked for'],
  due: ['等填报', 'to be filed'],
  overdue: ['过期没有填报', 'overdue'],
  filed: ['已填报', 'filed'],
  filed_late: ['过期才填报', 'filed late'],
}

/** What each shop's quarter comes to, and who has filed it. */
page('GET', '/b/quarters', 'bank', async (visit) => {
  const { ask, c, t } = visit
  const asked = askedIn(c.req.url, ['quarter', 'filed', 'cursor'])
  const figures = await ask(listQuarterFiguresOperation, { query: { limit: '50', ...asked } })
  const { quarter, quarters: choices, data: rows } = figures
  return (
    <Frame title={`${quarter} ${t('季度数', 'quarterly figures')}`}>
      <Filters quarter={quarter} filed={asked.filed ?? ''} choices={choices} />
      {rows.length === 0 ? (
        <Empty>{t('这个季度没有这样的店。', 'No such shops in this quarter.')}</Empty>
      ) : (
        <Grid
          caption={t('季度数', 'Quarterly figures')}
          head={[
            t('店', 'Shop'),
            t('填报', 'Filing'),
            t('期限', 'Due'),
            t('上季末余额', 'Before'),
            t('预收', 'Received'),
            t('兑付', 'Redeemed'),
            t('退款', 'Refunded'),
            t('季末余额', 'Balance'),
            t('存管比例', 'Coverage'),
          ]}
          words={[1, 2]}
          rows={rows.map((row) => [
            <a href={`/b/merchants/${row.merchant_id}`}>{row.merchant_name}</a>,
            stateOf(t, row),
            row.due_on ? (
              <>
                <Day on={row.due_on} />
                {row.due_on_is_provisional ? t('（暂定）', ' (provisional)') : null}
              </>
            ) : (
              t('不要求', 'none')
            ),
            ...figuresOf(row.figures),
          ])}
        />
      )}
      <More
        of={figures}
        href={hrefWith('/b/quarters', { ...asked, quarter })}
        word={t('下一页店家', 'More shops')}
      />
      <p class="note">
        {t(
          '季末余额 = 上季末 + 预收 − 兑付 − 退款。存管比例取季末那天的封账表；还没有封账时空着。',
          'Balance: before + received − redeemed − refunded.',
        )}
      </p>
    </Frame>
  )
})

const Filters = ({
  quarter,
  filed,
  choices,
}: {
  quarter: string
  filed: string
  choices: readonly string[]
}) => {
  const t = useSay()
  return (
    <form method="get" action="/b/quarters" class="filters">
      <Choice
        name="quarter"
        label={t('季度', 'Quarter')}
        value={quarter}
        of={choices.map((one) => [one, one])}
      />
      <Choice
        name="filed"
        label={t('填报', 'Filed')}
        value={filed}
        of={[
          ['', t('全部', 'All')],
          ['true', t('填报了的', 'Filed')],
          ['false', t('没有填报的', 'Not filed')],
        ]}
      />
      <div class="field">
        <button type="submit">{t('看', 'Show')}</button>
      </div>
    </form>
  )
}

const MONEY = [
  'balance_before_fen',
  'received_fen',
  'redeemed_fen',
  'refunded_fen',
  'balance_fen',
] as const
const figuresOf = (figures: FiguresAnswer) => [
  ...MONEY.map((field) => <Money fen={figures[field]} />),
  ratioText(figures.bank?.coverage_bp),
]
function stateOf(t: (zh: string, en: string) => string, row: QuarterFigureAnswer) {
  return <Tag is={stateTone('quarter', row.state)}>{t(...STATES[row.state])}</Tag>
}
