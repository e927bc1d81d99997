import type { FC } from 'hono/jsx'
import { readBankBreakAgesOperation } from '../../breaks/ages'
import { listBankBreaksOperation } from '../../breaks/routes'
import { yuan } from '../../kernel/money'
import { type Say, useSay } from '../around'
import {
  askedIn,
  CLASS_WORDS,
  classWord,
  hrefWith,
  merchantNames,
  type Names,
  STATE_WORDS,
  signed,
  stateWord,
} from '../bank/words'
import { ChartFigure, Lying } from '../charts/lying'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Day } from '../intake/bank-lines'
import { Choice } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Notice } from '../ui/text'
import { Age, ClassTag, ownerWord, StateTag } from './parts'

type BankBreakAnswer = AnswerFor<typeof listBankBreaksOperation, 'bank'>['data'][number]

const FIELDS = ['state', 'class', 'merchant_id', 'order', 'cursor']

page('GET', '/b/breaks', 'bank', async (visit) => {
  const { ask, c, t } = visit
  const asked = askedIn(c.req.url, FIELDS)
  const [found, ages] = await Promise.all([
    ask(listBankBreaksOperation, { query: asked }),
    ask(readBankBreakAgesOperation),
  ])
  const rows = found.data
  const names = await merchantNames(ask, [
    ...rows.map(({ merchant_id }) => merchant_id),
    asked.merchant_id,
  ])
  return (
    <Frame title={t('对账差异', 'Breaks')}>
      <div class="gb">
        <Ages of={ages} />
      </div>
      <Filters asked={asked} names={names} />
      {rows.length === 0 ? <Nothing asked={asked} /> : null}
      {rows.length > 0 ? <Table rows={rows} names={names} /> : null}
      <More of={found} href={hrefWith('/b/breaks', asked)} word={t('更早的', 'Earlier')} />
      <p class="note">
        {t(
          '每处差异属于十二类之一。过了期限还没有解决的，监管部门看得到。',
          'Every break is of one of twelve classes. Overdue ones are shown to the regulator.',
        )}
      </p>
    </Frame>
  )
})

type AgesAnswer = AnswerFor<typeof readBankBreakAgesOperation, 'bank'>
/** How long what stands has stood, and how much money that is; too much and too little are added up, not netted. */
const Ages: FC<{ of: AgesAnswer }> = ({ of: { bands, count } }) => {
  const t = useSay()
  if (count === 0) return null
  const rows = bands.map((band) => ({
    name: ageText(t, band),
    value: band.both_fen,
    said: t(`${yuan(band.both_fen)}，${band.count} 处`, `${yuan(band.both_fen)}, ${band.count}`),
  }))
  return (
    <ChartFigure title={t(`没有了结的 ${count} 处，多久了`, `${count} that stand, by age`)}>
      <Lying
        of={rows}
        label={rows.map(({ name, said }) => `${name} ${said}`).join(t('；', '; '))}
      />
      <p class="small mute">
        {t(
          '银行多的和少的各算各的，加在一起，不相抵。',
          'Too much and too little, added and not netted.',
        )}
      </p>
    </ChartFigure>
  )
}
const ageText = (t: Say, { from_days, to_days }: AgesAnswer['bands'][number]): string =>
  to_days === 0
    ? t('今天', 'today')
    : to_days === null
      ? t(`${from_days} 天以上`, `${from_days}+ days`)
      : t(`${from_days}–${to_days} 天`, `${from_days}–${to_days} days`)

/** What the list shows, as a plain form: it works without a script. */
const Filters: FC<{ asked: Record<string, string>; names: Names }> = ({ asked, names }) => {
  const t = useSay()
  const shop = asked.merchant_id
  return (
    <form method="get" action="/b/breaks" class="filters">
      <Choice
        name="state"
        label={t('状态', 'State')}
        value={asked.state ?? 'standing'}
        of={Object.keys(STATE_WORDS).map((state) => [state, stateWord(t, state)])}
      />
      <Choice
        name="class"
        label={t('类别', 'Class')}
        value={asked.class ?? ''}
        of={[
          ['', t('全部类别', 'All')],
          ...Object.keys(CLASS_WORDS).map((name): [string, string] => [name, classWord(t, name)]),
        ]}
      />
      {shop ? (
        <Choice
          name="merchant_id"
          label={t('店', 'Shop')}
          value={shop}
          of={[
            [shop, names.get(shop) ?? shop],
            ['', t('全部店', 'All shops')],
          ]}
        />
      ) : null}
      <Choice
        name="order"
        label={t('先看哪些', 'First')}
        value={asked.order ?? 'newest'}
        of={[
          ['newest', t('新的在前', 'newest')],
          ['oldest', t('旧的在前', 'oldest')],
          ['largest', t('数额大的在前', 'largest')],
        ]}
      />
      <div class="field">
        <button type="submit">{t('看', 'Show')}</button>
      </div>
    </form>
  )
}

const Nothing: FC<{ asked: Record<string, string> }> = ({ asked }) => {
  const t = useSay()
  const all = Object.keys(asked).length === 0
  return all ? (
    <Notice is="safe">
      {t('没有等人处理的差异：银行和账一分不差。', 'No breaks: the bank and the books agree.')}
    </Notice>
  ) : (
    <Empty>
      {t('没有这样的差异。', 'No such breaks.')}{' '}
      <a class="inline" href="/b/breaks">
        {t('看全部没有结束的', 'Show all that stand')}
      </a>
    </Empty>
  )
}

const Table: FC<{ rows: readonly BankBreakAnswer[]; names: Names }> = ({ rows, names }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('差异', 'Breaks')}
      head={[
        t('差异', 'Break'),
        t('相差', 'Difference'),
        t('状态', 'State'),
        t('店', 'Shop'),
        t('哪天', 'Day'),
        t('多久了', 'Age'),
        t('谁来办', 'Owner'),
      ]}
      words={[2, 3, 4, 5, 6]}
      rows={rows.map((row) => [
        <a href={`/b/breaks/${row.id}`} aria-label={classWord(t, row.class)}>
          <ClassTag of={row} />
        </a>,
        signed(row.total_difference_fen),
        <StateTag of={row} />,
        names.get(row.merchant_id ?? '') ?? t('全市', 'City'),
        <Day on={row.day} />,
        <Age of={row} />,
        ownerWord(t, row),
      ])}
    />
  )
}
