import type { FC } from 'hono/jsx'
import {
  decideCityRowOperation,
  listCityFactsOperation,
  listCityProposalsOperation,
  proposeCityRowOperation,
  readCityOperation,
} from '../../city/routes'
import { TABLE_NAMES } from '../../city/words'
import { CITY_TABLES, type CityTable } from '../../kernel/city'
import { runningOut } from '../../kernel/city-cover'
import { refuse } from '../../kernel/refusals'
import { useAround, useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Words } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Notice, Tag, When } from '../ui/text'
import { stateTone, waitingTone } from '../ui/tones'
import { tableBody } from './tables-body'
import { Enter } from './tables-form'
import { About, valueText } from './tables-words'

type Proposal = AnswerFor<typeof listCityProposalsOperation>['data'][number]
const tableIn = (said: string): CityTable =>
  CITY_TABLES.find((table) => table === said) ?? refuse('not_found')

/** The tables that end soon, on the first page of whoever can enter the next row. */
export const RunningOut: FC<{ base: string }> = ({ base }) => {
  const t = useSay()
  const { city, today } = useAround()
  return (
    <>
      {runningOut(city, today).map(({ table, covered_to, days_left }) => {
        const [zh, en] = TABLE_NAMES[table]
        return (
          <Notice is="warn">
            {days_left < 0
              ? t(
                  `${zh}只知道到 ${covered_to}，已经过了。`,
                  `${en}: known to ${covered_to}, which is over. `,
                )
              : t(
                  `${zh}只知道到 ${covered_to}，还有 ${days_left} 天。`,
                  `${en}: known to ${covered_to}, ${days_left} days left. `,
                )}
            <a class="inline" href={`${base}/tables/${table}`}>
              {t('录入新的', 'Enter the next')}
            </a>
          </Notice>
        )
      })}
    </>
  )
}

const Waiting: FC<{ of: Proposal; base: string }> = ({ of, base }) => {
  const t = useSay()
  const [zh, en] = TABLE_NAMES[of.table]
  return (
    <form method="post" action={`${base}/tables/${of.table}/${of.id}`} class="card">
      {key()}
      <h2>
        {t(zh, en)} · {of.key}
      </h2>
      <p>
        {of.from_on} {t('起：', 'on: ')}
        <strong>{valueText(of.table, of.value, t)}</strong>
      </p>
      <p class="small mute">
        {t('出处：', 'Source: ')}
        {of.source}
        {of.note ? `；${of.note}` : ''} · {of.entered_by_name} <When at={of.entered_at} />
      </p>
      <Notice is="warn">
        {of.is_own
          ? t('这是您录入的，须由另一个人复核。', 'You entered it; another person must agree.')
          : t(
              '请对照出处。同意后马上生效；以前办完的事不变，没到期的暂定期限会重算。',
              'Compare with the source. It counts at once; what was decided stays, provisional ends are counted anew.',
            )}
      </Notice>
      <Words
        name="note"
        id={`note-${of.id}`}
        label={t('复核意见', 'Note')}
        required
        minlength={2}
        maxlength={200}
      />
      <p class="buttons">
        {of.is_own ? null : (
          <button type="submit" name="agreed" value="yes">
            {t('同意，生效', 'Agree')}
          </button>
        )}
        <button type="submit" name="agreed" value="no" class="plain">
          {of.is_own ? t('收回', 'Withdraw') : t('不同意', 'Refuse')}
        </button>
      </p>
    </form>
  )
}

const STATES = {
  waiting: ['等复核', 'waits'],
  in_force: ['已生效', 'in force'],
  refused: ['没同意', 'refused'],
} as const
const History: FC<{ of: readonly Proposal[] }> = ({ of }) => {
  const t = useSay()
  if (of.length === 0)
    return <Empty>{t('还没有人录入过。', 'Nobody has entered anything yet.')}</Empty>
  return (
    <Grid
      caption={t('录入过的', 'Entered')}
      words={[1, 2, 3, 4]}
      head={[
        t('代码', 'Key'),
        t('内容', 'Value'),
        t('状态', 'State'),
        t('谁录入', 'Entered by'),
        t('谁复核', 'Checked by'),
      ]}
      rows={of.map((one) => {
        const [zh, en] = STATES[one.state]
        return [
          one.key,
          `${one.from_on} ${valueText(one.table, one.value, t)}`,
          <Tag is={stateTone('proposal', one.state)}>{t(zh, en)}</Tag>,
          `${one.entered_by_name}：${one.source}`,
          one.checked_by_name === null ? '—' : `${one.checked_by_name}：${one.decision_note ?? ''}`,
        ]
      })}
    />
  )
}

for (const [base, who] of [
  ['/o', 'operator'],
  ['/r', 'regulator'],
] as const) {
  page('GET', `${base}/tables`, who, async ({ ask, t }) => {
    const [city, waiting] = await Promise.all([
      ask(readCityOperation),
      ask(listCityProposalsOperation, { query: { state: 'waiting', limit: '20' } }),
    ])
    return (
      <Frame title={t(`${city.name}的参数`, `Tables of ${city.name_en}`)}>
        <RunningOut base={base} />
        {waiting.data.map((one) => (
          <Waiting of={one} base={base} />
        ))}
        <Grid
          caption={t('各张表', 'Tables')}
          words={[2]}
          head={[t('表', 'Table'), t('行', 'Rows'), t('知道到', 'Known to')]}
          rows={city.tables.map(({ table, rows_count, covered_to, runs_out_soon }) => [
            <a href={`${base}/tables/${table}`}>{t(...TABLE_NAMES[table])}</a>,
            rows_count,
            covered_to === null ? (
              t('一直有效', 'until changed')
            ) : (
              <Tag is={waitingTone(runs_out_soon)}>{covered_to}</Tag>
            ),
          ])}
        />
      </Frame>
    )
  })

  page('GET', `${base}/tables/:table`, who, async ({ ask, c, params, t }) => {
    const table = tableIn(params.table ?? '')
    const cursor = c.req.query('cursor')
    const [rows, entered] = await Promise.all([
      ask(listCityFactsOperation, { query: { table, limit: '50', ...(cursor ? { cursor } : {}) } }),
      ask(listCityProposalsOperation, { query: { table, state: 'waiting', limit: '20' } }),
    ])
    return (
      <Frame title={t(...TABLE_NAMES[table])}>
        <About table={table} />
        {entered.data.map((one) => (
          <Waiting of={one} base={base} />
        ))}
        <Grid
          caption={t(...TABLE_NAMES[table])}
          words={[1, 2, 3]}
          head={[t('代码', 'Key'), t('从哪天起', 'From'), t('内容', 'Value'), t('出处', 'Source')]}
          rows={rows.data.map((row) => [
            row.key,
            row.from_on,
            valueText(row.table, row.value, t),
            row.source,
          ])}
        />
        <More of={rows} href={`${base}/tables/${table}`} word={t('下一页', 'More')} />
        <Enter table={table} action={`${base}/tables/${table}`} />
        <h2>{t('谁录入、谁复核', 'Who entered and checked')}</h2>
        <History of={entered.data} />
        <p class="buttons links">
          <a class="button plain" href={`${base}/tables`}>
            {t('全部参数', 'All tables')}
          </a>
        </p>
      </Frame>
    )
  })

  page(
    'POST',
    `${base}/tables/:table`,
    who,
    async ({ ask, c, params, form }) => {
      const table = tableIn(params.table ?? '')
      const body = tableBody(table, form)
      await ask(proposeCityRowOperation, { body }, form.get('key') ?? undefined)
      return c.redirect(`${base}/tables/${table}`, 303)
    },
    { again: `${base}/tables/:table` },
  )

  page(
    'POST',
    `${base}/tables/:table/:id`,
    who,
    async ({ ask, c, params, form }) => {
      const table = tableIn(params.table ?? '')
      const body = { agreed: form.get('agreed') === 'yes', note: form.get('note')?.trim() ?? '' }
      const { id = '' } = params
      await ask(decideCityRowOperation, { params: { id }, body }, form.get('key') ?? undefined)
      return c.redirect(`${base}/tables/${table}`, 303)
    },
    { again: `${base}/tables/:table` },
  )
}
