import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Phase } from '../cases/incidents'
import { type Body, number, page, text } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Facts, Money, Notice, percent, When } from '../ui/text'
import { gatherShop } from './gather'
import { SalesHold, Unreachable } from './shop-forms'
import { CHANGES, type Signal, workOf } from './signals'
import { districtName, sectorName } from './where'

const Reasons: FC<{ of: readonly Signal[] }> = ({ of }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('为什么是这个级别', 'Why this level')}</h2>
      {of.length === 0 ? (
        <Notice is="safe">{t('没有要处理的事。', 'Nothing to do.')}</Notice>
      ) : (
        <ul class="rows">
          {of.map(({ level, why, money_fen, next }) => (
            <li class="reason">
              <Level n={level} />
              <span>
                {t(why.zh, why.en)}
                {money_fen > 0 ? (
                  <span class="small mute also">
                    {t('涉及 ', 'At stake ')}
                    <Money fen={money_fen} />
                  </span>
                ) : null}
              </span>
              {next.href.includes('/r/shops/') ? null : (
                <a class="button plain" href={next.href}>
                  {t(next.zh, next.en)}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const Figures: FC<{ shop: Body }> = ({ shop }) => {
  const t = useSay()
  const money = (name: string, field: string) =>
    [name, <Money fen={number(shop, field)} />] as const
  return (
    <section class="card">
      <h2>{t('钱', 'Money')}</h2>
      <Facts
        of={[
          [
            t('卡', 'Cards'),
            t(`${number(shop, 'cards_count')} 张`, String(number(shop, 'cards_count'))),
          ],
          money(t('欠顾客的钱', 'Owed to customers'), 'owed_fen'),
          money(t('专户', 'Custody'), 'custody_fen'),
          money(t('已付、还没到专户', 'On its way into custody'), 'in_transit_fen'),
          money(t('应付店家', 'Owed to the shop'), 'payable_fen'),
          money(t('正在出款', 'Being paid out'), 'paying_fen'),
          money(t('收过', 'Paid in'), 'paid_fen'),
          money(t('放给店家过', 'Released'), 'released_fen'),
          money(t('退给顾客过', 'Refunded'), 'refunded_fen'),
          [
            shop.coverage_on
              ? t(`覆盖率（银行 ${text(shop, 'coverage_on')} 封账）`, 'Coverage, by the bank')
              : t('覆盖率（银行还没有封账）', 'Coverage (no day closed)'),
            shop.coverage_bp === null ? '—' : percent(number(shop, 'coverage_bp')),
          ],
        ]}
      />
    </section>
  )
}

const Record: FC<{ shop: Body }> = ({ shop }) => {
  const t = useSay()
  const none = t('没有', 'none')
  return (
    <section class="card">
      <h2>{t('登记', 'Record')}</h2>
      <Facts
        of={[
          [t('地区', 'District'), districtName(text(shop, 'district'))],
          [t('行业', 'Trade'), sectorName(text(shop, 'sector'))],
          [t('地址', 'Address'), text(shop, 'address')],
          [t('法定代表人', 'Representative'), text(shop, 'legal_representative')],
          [t('执照号', 'Licence'), text(shop, 'licence_no')],
          [t('执照到期', 'Licence until'), text(shop, 'licence_expires_on') || t('长期', 'open')],
          [t('租约到期', 'Lease until'), text(shop, 'lease_ends_on') || none],
          [t('信用等级', 'Credit grade'), text(shop, 'level')],
          [t('专户', 'Custody account'), text(shop, 'custody_account_mask') || none],
          [
            t('接入', 'Admitted'),
            shop.admitted_at ? <When at={text(shop, 'admitted_at')} /> : t('还没有', 'not yet'),
          ],
        ]}
      />
    </section>
  )
}

const Coverage: FC<{ days: readonly Body[] }> = ({ days }) => {
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
export const CoverageDays: FC<{ days: readonly Body[] }> = ({ days }) => {
  const t = useSay()
  const ratio = (row: Body, field: string) =>
    row[field] === null ? '—' : percent(number(row, field))
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
        <time>{text(row, 'day')}</time>,
        number(row, 'cards_count'),
        <Money fen={number(row, 'owed_fen')} />,
        row.resource_fen === null ? (
          t('缺对账单', 'no statement')
        ) : (
          <Money fen={number(row, 'resource_fen')} />
        ),
        <Money fen={number(row, 'in_transit_fen')} />,
        ratio(row, 'coverage_bp'),
        row.bank_fen === null ? '—' : <Money fen={number(row, 'missing_fen')} />,
      ])}
    />
  )
}

const Matters: FC<{ endings: readonly Body[]; changes: readonly Body[] }> = ({
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
              <a href={`/r/incidents/${text(ending, 'id')}`}>
                {ending.kind === 'incident' ? t('失联', 'Unreachable') : t('停业', 'Closing')}：
                {text(ending, 'reason')}
              </a>
              <Phase of={ending} />
            </li>
          ))}
          {changes.map((change) => (
            <li>
              <span>
                {CHANGES[text(change, 'kind')]?.zh}（{text(change, 'from_on')}）：
                {text(change, 'reason')}
                <br />
                <span class="small mute">{text(change, 'message')}</span>
              </span>
              <span class="n">
                {t(`${number(change, 'cards_count')} 张卡`, String(number(change, 'cards_count')))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

page('GET', '/r/shops/:id', 'regulator', async (visit) => {
  const { t, c, params } = visit
  const seen = await gatherShop(visit, String(params.id))
  const shop = seen.merchant
  const work = workOf(seen)[0]
  const reasons = work ? [work.worst, ...work.others] : []
  return (
    <Frame title={text(shop, 'name')}>
      <p class="bar head">
        <Level n={work?.worst.level ?? 1} />
        <span class="small mute">
          {t('截至 ', 'As of ')}
          <When at={c.var.world.now()} />
        </span>
      </p>
      <div class="aside">
        <div>
          <Reasons of={reasons} />
          <Figures shop={shop} />
        </div>
        <div>
          <SalesHold shop={shop} />
          <Unreachable shop={shop} endings={seen.endings} />
          <Record shop={shop} />
        </div>
      </div>
      <Matters endings={seen.endings} changes={seen.changes} />
      <Coverage days={seen.days} />
    </Frame>
  )
})
