import type { FC } from 'hono/jsx'
import { listBankCoverageOperation, readBankCloseOperation } from '../../closes/routes'
import { districtShort } from '../../kernel/city'
import { Refusal } from '../../kernel/refusals'
import { plusDays } from '../../kernel/time'
import { listMerchantsOperation } from '../../merchants/routes'
import { useCity, useSay } from '../around'
import { askedIn, bankToday, classWord, orNone } from '../bank/words'
import { AmendedMark, figuresInForce } from '../common/amended'
import { type AnswerFor, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Money, Notice, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { type Coverage, CoverageFacts, coverWords, inAndOut, ratioText } from './coverage'

/** Of a shop, a district or the city alike. */
type Figures = Omit<Coverage, keyof BankCloseAnswer['reading']>
type BankCloseAnswer = AnswerFor<typeof readBankCloseOperation, 'bank'>
type BankCoverageAnswer = AnswerFor<typeof listBankCoverageOperation, 'bank'>['data'][number]

/** The sealed sheet of a day: what the bank and the books said at its end, never changed since. */
page('GET', '/b/closes/:day', 'bank', async (visit) => {
  const { ask, c, params, t } = visit
  const day = params.day
  const close = await sealedOf(visit)
  if (close === null) return <NotClosed day={day} today={bankToday(visit)} />
  const query = { limit: '50', ...askedIn(c.req.url, ['cursor']) }
  const [coverage, shops] = await Promise.all([
    ask(listBankCoverageOperation, { params, query }),
    // Both lists go by the shop's id, so one cursor serves both.
    ask(listMerchantsOperation, { query }),
  ])
  const names = new Map(shops.data.map((shop) => [shop.id, shop.name]))
  const sheet = figuresInForce(close)
  const totals = sheet.totals
  return (
    <Frame
      title={`${day} ${t('封账表', 'day close')}`}
      acts={
        <a class="button plain" href={`/b/closes/${day}/paper`}>
          {t('打印归档', 'Print for the file')}
        </a>
      }
    >
      <OtherDay day={day} />
      <AmendedMark close={close} />
      <Verdict close={sheet} />
      <div class="halves">
        <section class="card" aria-label={t('全市', 'City')}>
          <h2>{t('全市', 'City')}</h2>
          <CoverageFacts of={{ ...totals, ...sheet.reading }} />
        </section>
        <section class="card" aria-label={t('还在的差异', 'Standing breaks')}>
          <h2>{t('封账时还在的差异', 'Breaks that stood')}</h2>
          <Classes close={sheet} />
          <h2>{t('封条', 'Seal')}</h2>
          <Seal close={close} />
        </section>
      </div>
      <h2>{t('各区', 'Districts')}</h2>
      <Districts close={sheet} />
      <h2>{t('各店', 'Shops')}</h2>
      <Shops rows={coverage.data} names={names} />
      <More of={coverage} href={`/b/closes/${day}`} word={t('下一页店家', 'More shops')} />
    </Frame>
  )
})

async function sealedOf({ ask, params }: Visit): Promise<BankCloseAnswer | null> {
  try {
    return await ask(readBankCloseOperation, { params: { day: params.day } })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'bank_close_not_found') return null
    throw error
  }
}

const NotClosed: FC<{ day: string; today: string }> = ({ day, today }) => {
  const t = useSay()
  return (
    <Frame title={`${day} ${t('没有封账表', 'has no day close')}`}>
      <OtherDay day={day} />
      <Notice is="warn">
        {day >= today
          ? t('这一天还没有过完：第二天早上收到对账单，对完账才封。', 'This day is not over yet.')
          : t(
              '这一天没有封账：可能在第一家店开户之前，或者还在等对账单。看“逐日封账”里走到了哪一步。',
              'This day was not closed.',
            )}
      </Notice>
      <div class="buttons">
        <a class="button" href="/b/closes">
          {t('看逐日封账', 'All day closes')}
        </a>
      </div>
    </Frame>
  )
}

/** The day before, the day after, or any day: plain links and a plain form. */
const OtherDay: FC<{ day: string }> = ({ day }) => {
  const t = useSay()
  const known = /^\d{4}-\d{2}-\d{2}$/.test(day)
  return (
    <form method="get" action="/b/closes/at" class="filters noprint">
      {known ? (
        <div class="field">
          <a class="button plain" href={`/b/closes/${plusDays(day, -1)}`}>
            {t('前一天', 'Day before')}
          </a>
        </div>
      ) : null}
      {known ? (
        <div class="field">
          <a class="button plain" href={`/b/closes/${plusDays(day, 1)}`}>
            {t('后一天', 'Day after')}
          </a>
        </div>
      ) : null}
      <Field name="day" label={t('换一天看', 'Another day')} type="date" value={day} required />
      <div class="field">
        <button type="submit">{t('看这天', 'Show')}</button>
      </div>
    </form>
  )
}

const Verdict: FC<{ close: BankCloseAnswer }> = ({ close }) => {
  const t = useSay()
  const totals = close.totals
  const bp = totals.coverage_bp
  const breaks = totals.breaks_count
  const silent = close.reading.silent_count
  return (
    <Notice is={stateTone('coverage', close.reading.state)}>
      <strong>
        {bp === null
          ? t('没有覆盖率：', 'No coverage: ')
          : t(`覆盖率 ${coverWords(t, totals)}。`, `Coverage ${coverWords(t, totals)}. `)}
      </strong>
      {silent > 0 ? t(`${silent} 家店没有对账单。`, `${silent} shops had no statement. `) : null}
      {breaks > 0
        ? t(
            `还有 ${breaks} 处差异，银行多的 / 少的：${bothSides(totals)}。`,
            `${breaks} breaks, too much / too little: ${bothSides(totals)}.`,
          )
        : t('没有差异。', 'No breaks.')}
      {totals.unexplained_fen
        ? t('有一笔没有差异能解释，请查。', 'Part of it is explained by no break.')
        : null}
    </Notice>
  )
}

const Classes: FC<{ close: BankCloseAnswer }> = ({ close }) => {
  const t = useSay()
  const breaks = close.breaks
  if (breaks.length === 0) return <p class="mute">{t('没有。', 'None.')}</p>
  return (
    <ul class="list">
      {breaks.map((one) => (
        <li>
          <span>
            <a href={`/b/breaks?class=${one.class}`}>{classWord(t, one.class)}</a>{' '}
            {t(`${one.count} 处`, `× ${one.count}`)}
          </span>
          <span class="n">{inAndOut(one.in_fen, one.out_fen)}</span>
        </li>
      ))}
    </ul>
  )
}
const Seal: FC<{ close: BankCloseAnswer }> = ({ close }) => {
  const t = useSay()
  return (
    <>
      <p>
        {close.bank} · {t('封于', 'sealed')} <When at={close.sealed_at} />
      </p>
      <p class="small">
        {t('本日哈希', 'Hash')} <code>{close.content_hash}</code>
      </p>
      <p class="small">
        {t('前一日哈希', 'Previous')} <code>{close.previous_hash || '—'}</code>
      </p>
      <p class="small">
        {t('各店哈希', 'Rows')} <code>{close.rows_hash}</code>
      </p>
    </>
  )
}

const bothSides = (row: Figures): string => inAndOut(row.breaks_in_fen, row.breaks_out_fen)
const figures = (row: Figures) => [
  orNone(row.bank_fen),
  <Money fen={row.custody_fen} />,
  bothSides(row),
  <Money fen={row.owed_fen} />,
  orNone(row.resource_fen),
  ratioText(row.coverage_bp),
]
const useHead = (first: string): string[] => {
  const t = useSay()
  return [
    first,
    t('银行', 'Bank'),
    t('我们的账', 'Books'),
    t('差异 多/少', 'Breaks'),
    t('该有', 'Owed'),
    t('银行有', 'Held'),
    t('覆盖率', 'Coverage'),
  ]
}
const Districts: FC<{ close: BankCloseAnswer }> = ({ close }) => {
  const t = useSay()
  const city = useCity()
  return (
    <Grid
      caption={t('各区', 'Districts')}
      head={useHead(t('地区', 'District'))}
      rows={close.districts.map((row) => [districtShort(city, row.district), ...figures(row)])}
      sum={[t('全市', 'City'), ...figures(close.totals)]}
    />
  )
}
const Shops: FC<{ rows: readonly BankCoverageAnswer[]; names: ReadonlyMap<string, string> }> = ({
  rows,
  names,
}) => {
  const t = useSay()
  if (rows.length === 0) return <Empty>{t('没有店家。', 'No shops.')}</Empty>
  return (
    <Grid
      caption={t('各店', 'Shops')}
      head={useHead(t('店', 'Shop'))}
      rows={rows.map((row) => [
        <a href={`/b/closes/${row.day}/merchants/${row.merchant_id}`}>
          {names.get(row.merchant_id) ?? t('看这家店', 'See the shop')}
        </a>,
        ...figures(row),
      ])}
    />
  )
}
