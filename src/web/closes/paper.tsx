import type { FC } from 'hono/jsx'
import { readBankDeskOperation } from '../../closes/desk'
import { readBankCloseOperation } from '../../closes/routes'
import { districtShort } from '../../kernel/city'
import { yuan } from '../../kernel/money'
import { useAround, useCity, useSay } from '../around'
import { classWord, orNone, signed } from '../bank/words'
import { AmendedMark, figuresInForce } from '../common/amended'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { When } from '../ui/text'
import { inAndOut, ratioText } from './coverage'

type Close = AnswerFor<typeof readBankCloseOperation, 'bank'>
type Desk = AnswerFor<typeof readBankDeskOperation, 'bank'>

/** The close of a day for the file: one sheet with the bank's name, its figures, what stands, the seal, and who signs. */
page('GET', '/b/closes/:day/paper', 'bank', async ({ ask, params, t, c }) => {
  const [close, desk] = await Promise.all([
    ask(readBankCloseOperation, { params: { day: params.day } }),
    ask(readBankDeskOperation),
  ])
  const sheet = figuresInForce(close)
  return (
    <Frame title={t(`封账表 ${close.day}`, `Day close ${close.day}`)} sheet="paper" heading="quiet">
      <p class="buttons noprint">
        <a class="button plain" href={`/b/closes/${close.day}`}>
          {t('回到封账表', 'Back to the close')}
        </a>
      </p>
      <p class="small mute noprint">
        {t(
          '用浏览器的“打印”：A4，页脚有页码；背景图形不用选。',
          'Print it from the browser: A4, numbered pages, no background graphics.',
        )}
      </p>
      <article class="a4" tabindex={0}>
        <Letterhead close={close} printed_at={c.var.world.now()} />
        <AmendedMark close={close} />
        <Sides close={sheet} />
        <div class="halves">
          <Whose close={sheet} />
          <Standing close={sheet} />
        </div>
        <Districts close={sheet} />
        {desk.newest_close === close.day ? <Silent of={desk} /> : null}
        <Seal close={close} />
        <Signed />
      </article>
    </Frame>
  )
})

const Letterhead: FC<{ close: Close; printed_at: string }> = ({ close, printed_at }) => {
  const t = useSay()
  const { custodian, who } = useAround()
  const bank = custodian ? t(custodian.name, custodian.name_en) : close.bank
  return (
    <header class="letterhead">
      <div>
        <h1>{t(`封账表　${close.day}`, `Day close ${close.day}`)}</h1>
        <span class="small">{t('预付卡资金存管', 'Prepaid money in custody')}</span>
      </div>
      <p>
        <b>{bank}</b>
        <br />
        {t('封账 ', 'Sealed ')}
        <When at={close.sealed_at} />
        <br />
        {t('打印 ', 'Printed ')}
        <When at={printed_at} /> {who?.name}
      </p>
    </header>
  )
}

/** The bank's own figure, that of the books, and what explains the difference; too much and too little each by itself. */
const Sides: FC<{ close: Close }> = ({ close: { totals, reading } }) => {
  const t = useSay()
  return (
    <section>
      <h2>{t('三方对账（元）', 'Statement, books, breaks (yuan)')}</h2>
      <table class="t eq">
        <tbody>
          <Line of={t('银行对账单期末', 'Bank’s closing balance')}>{orNone(totals.bank_fen)}</Line>
          <Line of={t('账本上的专户', 'Custody in the books')}>{yuan(totals.custody_fen)}</Line>
          <Line of={t('银行减账本', 'Bank less books')}>
            {reading.difference_fen === null ? '—' : signed(reading.difference_fen)}
          </Line>
          <Line of={t('差异：银行多的 / 少的', 'Breaks: too much / too little')}>
            {inAndOut(totals.breaks_in_fen, totals.breaks_out_fen)}
          </Line>
          <Line of={t('待查：多的 / 少的', 'Suspense: too much / too little')}>
            {inAndOut(totals.suspense_in_fen, totals.suspense_out_fen)}
          </Line>
          <Line of={t('没有差异能解释的', 'Explained by no break')}>
            {orNone(totals.unexplained_fen)}
          </Line>
        </tbody>
      </table>
    </section>
  )
}
const Line: FC<{ of: string; children?: string }> = ({ of, children }) => (
  <tr>
    <th scope="row">{of}</th>
    <td class="number">{children}</td>
  </tr>
)

const Whose: FC<{ close: Close }> = ({ close: { totals, reading } }) => {
  const t = useSay()
  return (
    <section>
      <h2>{t('该有多少，有多少', 'Owed and held')}</h2>
      <table class="t">
        <tbody>
          <Line of={t(`逐卡加总（${totals.cards_count} 张）`, `Cards (${totals.cards_count})`)}>
            {yuan(totals.requirement_fen)}
          </Line>
          <Line of={t('应付店家', 'Payable to shops')}>{yuan(totals.payable_fen)}</Line>
          <Line of={t('出款中', 'Being paid out')}>{yuan(totals.paying_fen)}</Line>
          <Line of={t('该有', 'Owed')}>{yuan(totals.owed_fen)}</Line>
          <Line of={t('银行有', 'Held')}>{orNone(totals.resource_fen)}</Line>
          <Line of={t('覆盖率', 'Coverage')}>{ratioText(totals.coverage_bp)}</Line>
          <Line of={t('说不清的缺口', 'Missing')}>{yuan(totals.missing_fen)}</Line>
          <Line of={t('没有对账单的店', 'Shops without a statement')}>
            {String(reading.silent_count)}
          </Line>
        </tbody>
      </table>
    </section>
  )
}

const Standing: FC<{ close: Close }> = ({ close: { breaks } }) => {
  const t = useSay()
  return (
    <section>
      <h2>{t('带到第二天的差异', 'Breaks that go on')}</h2>
      {breaks.length === 0 ? <p>{t('没有。', 'None.')}</p> : null}
      <table class="t">
        <tbody>
          {breaks.map((row) => (
            <Line of={`${classWord(t, row.class)} ${t(`${row.count} 处`, `× ${row.count}`)}`}>
              {inAndOut(row.in_fen, row.out_fen)}
            </Line>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Districts: FC<{ close: Close }> = ({ close: { districts, totals } }) => {
  const t = useSay()
  const city = useCity()
  const cells = (row: Omit<typeof totals, 'district'>) => [
    orNone(row.bank_fen),
    yuan(row.custody_fen),
    inAndOut(row.breaks_in_fen, row.breaks_out_fen),
    yuan(row.owed_fen),
    yuan(row.missing_fen),
    ratioText(row.coverage_bp),
  ]
  return (
    <section>
      <h2>{t('各区市（元）', 'By district (yuan)')}</h2>
      <table class="t">
        <thead>
          <tr>
            {[
              t('区市', 'District'),
              t('银行', 'Bank'),
              t('账本', 'Books'),
              t('差异 多/少', 'Breaks'),
              t('该有', 'Owed'),
              t('缺口', 'Missing'),
              t('覆盖率', 'Coverage'),
            ].map((word) => (
              <th scope="col">{word}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {districts.map((row) => (
            <tr>
              <th scope="row">{districtShort(city, row.district)}</th>
              {cells(row).map((cell) => (
                <td class="number">{cell}</td>
              ))}
            </tr>
          ))}
          <tr class="total">
            <th scope="row">{t('全市', 'City')}</th>
            {cells(totals).map((cell) => (
              <td class="number">{cell}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  )
}

const Silent: FC<{ of: Desk }> = ({ of: { silent, silent_count } }) => {
  const t = useSay()
  if (silent_count === 0) return null
  return (
    <section>
      <h2>
        {t(
          `没有当天对账单的专户：${silent_count} 个`,
          `Accounts without that day’s statement: ${silent_count}`,
        )}
      </h2>
      <table class="t">
        <tbody>
          {silent.map((row) => (
            <tr>
              <th scope="row">
                {row.merchant_name}
                {t(`（${row.district_name}）`, ` (${row.district_name})`)}
              </th>
              <td>{row.custody_account_mask}</td>
              <td>{row.last_stated_on ?? t('从来没有', 'never')}</td>
              <td class="number">{orNone(row.last_bank_fen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Seal: FC<{ close: Close }> = ({ close }) => {
  const t = useSay()
  return (
    <section>
      <h2>{t('封条', 'Seal')}</h2>
      <table class="t">
        <tbody>
          {(
            [
              [t('前一日', 'Day before'), close.previous_hash],
              [t('各店', 'Shops'), close.rows_hash],
              [t('本日', 'This day'), close.content_hash],
            ] as const
          ).map(([word, hash]) => (
            <tr>
              <th scope="row">{word}</th>
              <td>
                <code>{hash || '—'}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
const Signed: FC = () => {
  const t = useSay()
  return (
    <div class="sign">
      <div>{t('经办', 'Maker')}</div>
      <div>{t('复核', 'Checker')}</div>
      <div>{t('盖章、日期', 'Seal and date')}</div>
    </div>
  )
}
