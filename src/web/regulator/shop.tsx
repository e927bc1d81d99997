import type { FC } from 'hono/jsx'
import { listChangesOperation } from '../../changes/routes'
import { CHANGE_NAMES } from '../../changes/rules'
import { listBankCoverageDaysOperation } from '../../closes/routes'
import { listEndingsOperation } from '../../ends/routes'
import { districtName, sectorName } from '../../kernel/city'
import { readMerchantOperation } from '../../merchants/routes'
import { readWatchedShopOperation } from '../../supervision/routes'
import { useCity, useSay } from '../around'
import { Phase } from '../cases/incidents'
import { type AnswerFor, page } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Facts, Money, maskText, Notice, percent, When } from '../ui/text'
import { SalesHold, SendPatrol, Unreachable } from './shop-forms'
import { type Signal, signalNext } from './signal'

type Shop = AnswerFor<typeof readMerchantOperation, 'regulator'>
type Ending = AnswerFor<typeof listEndingsOperation>['data'][number]
type Change = AnswerFor<typeof listChangesOperation>['data'][number]
type CoverageDay = AnswerFor<typeof listBankCoverageDaysOperation>['data'][number]

const Reason: FC<{ of: Signal }> = ({ of }) => {
  const t = useSay()
  const next = signalNext(of)
  return (
    <li>
      <Level n={of.urgency} />
      <span>
        {t(of.message, of.message_en)}
        {of.money_fen > 0 ? (
          <span class="small mute also">
            {t('涉及 ', 'At stake ')}
            <Money fen={of.money_fen} />
          </span>
        ) : null}
      </span>
      {next ? (
        <a class="button plain" href={next.href}>
          {t(next.zh, next.en)}
        </a>
      ) : null}
    </li>
  )
}
const Reasons: FC<{ of: readonly Signal[]; count: number }> = ({ of, count }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('为什么是这个级别', 'Why this level')}</h2>
      {of.length === 0 ? (
        <Notice is="safe">{t('没有要处理的事。', 'Nothing to do.')}</Notice>
      ) : (
        <ul class="worklist">
          {of.map((signal) => (
            <Reason of={signal} />
          ))}
        </ul>
      )}
      {count > of.length ? (
        <p class="note">
          {t(`共 ${count} 件，先列最急的。`, `${count} in all; the most urgent first.`)}
        </p>
      ) : null}
    </section>
  )
}

const Figures: FC<{ shop: Shop }> = ({ shop }) => {
  const t = useSay()
  const money = (name: string, fen: number) => [name, <Money fen={fen} />] as const
  return (
    <section class="card">
      <h2>{t('钱', 'Money')}</h2>
      <Facts
        of={[
          [t('卡', 'Cards'), t(`${shop.cards_count} 张`, String(shop.cards_count))],
          money(t('欠顾客的钱', 'Owed to customers'), shop.owed_fen),
          money(t('专户', 'Custody'), shop.custody_fen),
          money(t('已付、还没到专户', 'On its way into custody'), shop.in_transit_fen),
          money(t('应付店家', 'Owed to the shop'), shop.payable_fen),
          money(t('正在出款', 'Being paid out'), shop.paying_fen),
          money(t('收过', 'Paid in'), shop.paid_fen),
          money(t('放给店家过', 'Released'), shop.released_fen),
          money(t('退给顾客过', 'Refunded'), shop.refunded_fen),
          [
            shop.coverage_on
              ? t(`覆盖率（银行 ${shop.coverage_on} 封账）`, 'Coverage, by the bank')
              : t('覆盖率（银行还没有封账）', 'Coverage (no day closed)'),
            shop.coverage_bp === null ? '—' : percent(shop.coverage_bp),
          ],
        ]}
      />
    </section>
  )
}

const Record: FC<{ shop: Shop }> = ({ shop }) => {
  const t = useSay()
  const city = useCity()
  const none = t('没有', 'none')
  return (
    <section class="card">
      <h2>{t('登记', 'Record')}</h2>
      <Facts
        of={[
          [t('地区', 'District'), districtName(city, shop.district)],
          [t('行业', 'Trade'), sectorName(city, shop.sector)],
          [t('地址', 'Address'), shop.address],
          [t('法定代表人', 'Representative'), shop.legal_representative],
          [t('执照号', 'Licence'), shop.licence_no],
          [t('执照到期', 'Licence until'), shop.licence_expires_on || t('长期', 'open')],
          [t('租约到期', 'Lease until'), shop.lease_ends_on || none],
          [
            t('信用等级', 'Credit grade'),
            <a class="inline" href={`/r/shops/${shop.id}/credit`}>
              {t(`${shop.level}，怎么来的`, `${shop.level}, and why`)}
            </a>,
          ],
          [t('专户', 'Custody account'), maskText(shop.custody_account_mask, t) || none],
          [
            t('接入', 'Admitted'),
            shop.admitted_at ? <When at={shop.admitted_at} /> : t('还没有', 'not yet'),
          ],
        ]}
      />
    </section>
  )
}

const Coverage: FC<{ days: readonly CoverageDay[] }> = ({ days }) => {
  const t = useSay()
  return (
    <>
      <h2 id="coverage">{t('逐日覆盖率', 'Coverage by day')}</h2>
      {days.length === 0 ? (
        <p class="note">{t('银行还没有封过这家店的账。', 'No day is closed yet.')}</p>
      ) : (
        <CoverageDays days={days} />
      )}
    </>
  )
}
/** Closed days: what there had to be, what the bank had, and what of the gap has no name. */
const CoverageDays: FC<{ days: readonly CoverageDay[] }> = ({ days }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('逐日覆盖率', 'Coverage by day')}
      head={[
        t('日子', 'Day'),
        t('卡', 'Cards'),
        t('该有', 'Required'),
        t('银行有', 'Held'),
        t('在途', 'On its way'),
        t('覆盖率', 'Coverage'),
        t('说不清的缺口', 'Missing'),
      ]}
      rows={days.map((row) => [
        <time>{row.day}</time>,
        row.cards_count,
        <Money fen={row.owed_fen} />,
        row.resource_fen === null ? (
          t('缺对账单', 'no statement')
        ) : (
          <Money fen={row.resource_fen} />
        ),
        <Money fen={row.in_transit_fen} />,
        row.coverage_bp === null ? '—' : percent(row.coverage_bp),
        row.bank_fen === null ? '—' : <Money fen={row.missing_fen} />,
      ])}
    />
  )
}

const Matters: FC<{ endings: readonly Ending[]; changes: readonly Change[] }> = ({
  endings,
  changes,
}) => {
  const t = useSay()
  return (
    <>
      <h2 id="changes">{t('变更和停业', 'Changes and closures')}</h2>
      {endings.length + changes.length === 0 ? (
        <p class="note">{t('没有。', 'None.')}</p>
      ) : (
        <ul class="card list">
          {endings.map((ending) => (
            <li>
              <a href={`/r/incidents/${ending.id}`}>
                {ending.kind === 'incident' ? t('失联', 'Unreachable') : t('停业', 'Closing')}：
                {ending.reason}
              </a>
              <Phase of={ending} />
            </li>
          ))}
          {changes.map((change) => (
            <li>
              <span>
                {t(CHANGE_NAMES[change.kind].zh, CHANGE_NAMES[change.kind].en)}（{change.from_on}
                ）：
                {change.reason}
                <br />
                <span class="small mute">{t(change.message, change.message_en)}</span>
              </span>
              <span class="n">{t(`${change.cards_count} 张卡`, String(change.cards_count))}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

page('GET', '/r/shops/:id', 'regulator', async ({ ask, t, c, params }) => {
  const { id } = params
  const [shop, watched, endings, changes, days] = await Promise.all([
    ask(readMerchantOperation, { params }),
    ask(readWatchedShopOperation, { params }),
    ask(listEndingsOperation, { query: { merchant_id: id, limit: '20' } }),
    ask(listChangesOperation, { query: { merchant_id: id, limit: '20' } }),
    ask(listBankCoverageDaysOperation, { params, query: { limit: '30' } }),
  ])
  return (
    <Frame
      title={shop.name}
      acts={
        <a class="button plain" href={`/r/shops/${id}/dossier`}>
          {t('看卷宗', 'Dossier')}
        </a>
      }
    >
      <p class="between">
        <Level n={watched.urgency} />
        <span class="small mute">
          {t('截至 ', 'As of ')}
          <When at={c.var.world.now()} />
        </span>
      </p>
      <div class="aside">
        <div>
          <Reasons of={watched.signals} count={watched.signals_count} />
          <Figures shop={shop} />
        </div>
        <div>
          <SalesHold shop={shop} may={watched.may} />
          <SendPatrol id={id} />
          <Unreachable shop={shop} ending_id={watched.ending_id} may={watched.may} />
          <Record shop={shop} />
        </div>
      </div>
      <Matters endings={endings.data} changes={changes.data} />
      <Coverage days={days.data} />
    </Frame>
  )
})
