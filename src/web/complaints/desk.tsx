import type { FC } from 'hono/jsx'
import { listComplaintsOperation } from '../../complaints/desk-routes'
import { localDate } from '../../kernel/time'
import { type Say, useSay } from '../around'
import { page } from '../door'
import { Frame } from '../frame'
import { Choice } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Money } from '../ui/text'
import { ColourTag } from './parts'

const TURNS = {
  authority: ['主管部门', 'authority'],
  shop: ['店家', 'shop'],
  unit: ['办理单位', 'office'],
  nobody: ['—', '—'],
} as const satisfies Record<string, readonly [string, string]>

const turnText = (turn: keyof typeof TURNS, t: Say): string => {
  const [zh, en] = TURNS[turn]
  return t(zh, en)
}

const Filters: FC<{ selection: string; way: string; colour: string }> = ({
  selection,
  way,
  colour,
}) => {
  const t = useSay()
  return (
    <form method="get" action="/r/complaints" class="card filters">
      <Choice
        name="selection"
        label={t('哪些', 'Which')}
        value={selection}
        of={[
          ['open', t('没办完的', 'open')],
          ['ended', t('办完的', 'ended')],
        ]}
      />
      <Choice
        name="way"
        label={t('投诉还是举报', 'Kind')}
        value={way}
        of={[
          ['', t('都要', 'both')],
          ['complaint', t('投诉', 'complaints')],
          ['report', t('举报', 'reports')],
        ]}
      />
      <Choice
        name="colour"
        label={t('牌', 'Colour')}
        value={colour}
        of={[
          ['', t('都要', 'all')],
          ['red', t('红牌', 'red')],
          ['yellow', t('黄牌', 'yellow')],
        ]}
      />
      <button type="submit" class="plain">
        {t('筛选', 'Filter')}
      </button>
    </form>
  )
}

/** The authority's complaints, what is due first on top; filters are links and one form. */
page('GET', '/r/complaints', 'regulator', async ({ c, ask, t }) => {
  const said = (name: string) => c.req.query(name) ?? ''
  const selection = said('selection') === 'ended' ? ('ended' as const) : ('open' as const)
  const filters = {
    ...(['complaint', 'report'].includes(said('way'))
      ? { way: said('way') as 'complaint' | 'report' }
      : {}),
    ...(['yellow', 'red'].includes(said('colour'))
      ? { colour: said('colour') as 'yellow' | 'red' }
      : {}),
  }
  const cursor = said('cursor')
  const listed = await ask(listComplaintsOperation, {
    query: { selection, limit: '50', ...filters, ...(cursor ? { cursor } : {}) },
  })
  const { totals } = listed
  const query = new URLSearchParams({ selection, ...filters }).toString()
  return (
    <Frame
      title={t('投诉和举报', 'Complaints and reports')}
      lead={t(
        `没办完 ${totals.open_count} 件，黄牌 ${totals.yellow_count}，红牌 ${totals.red_count}`,
        `${totals.open_count} open, ${totals.yellow_count} yellow, ${totals.red_count} red`,
      )}
      acts={
        <a class="button plain" href="/r/complaints/figures">
          {t('统计', 'Figures')}
        </a>
      }
    >
      <Filters selection={selection} way={said('way')} colour={said('colour')} />
      {listed.data.length === 0 ? (
        <Empty>{t('没有。', 'None.')}</Empty>
      ) : (
        <Grid
          caption={t('投诉和举报', 'Complaints and reports')}
          head={[
            t('店', 'Shop'),
            t('什么事', 'What'),
            t('轮到谁', 'Whose turn'),
            t('期限', 'Due'),
            t('有争议的钱', 'In question'),
          ]}
          words={[1, 2, 3]}
          rows={listed.data.map((one) => [
            <a href={`/r/complaints/${one.id}`}>{one.merchant_name}</a>,
            `${one.way === 'report' ? t('举报：', 'report: ') : ''}${t(one.kind_name, one.kind_name_en)}`,
            turnText(one.waits_for, t),
            <>
              {one.due_by === null ? '—' : localDate(one.due_by)} <ColourTag of={one} />
            </>,
            <Money fen={one.amount_fen} />,
          ])}
        />
      )}
      <More of={listed} href={`/r/complaints?${query}`} word={t('后面的', 'Later ones')} />
    </Frame>
  )
})
