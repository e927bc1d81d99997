import type { FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import type { listResolutionCardsOperation, readResolutionPackOperation } from '../../packs/routes'
import { useSay } from '../around'
import { orNone } from '../bank/words'
import { inAndOut, ratioText } from '../closes/coverage'
import type { AnswerFor } from '../door'
import { Day } from '../intake/bank-lines'
import { Grid } from '../ui/table'
import { Empty, Facts, Money, maskText, Notice, Tag, When } from '../ui/text'

type ResolutionPackAnswer = AnswerFor<typeof readResolutionPackOperation, 'bank'>
type MerchantAnswer = AnswerFor<typeof readResolutionPackOperation, 'bank'>['merchant']
type ContractAnswer = AnswerFor<typeof readResolutionPackOperation, 'bank'>['contracts'][number]
type BankDayAnswer = AnswerFor<typeof readResolutionPackOperation, 'bank'>['bank_days'][number]
type ResolutionCardAnswer = AnswerFor<typeof listResolutionCardsOperation, 'bank'>['data'][number]

/** Whether the cards of the pack add up to what the bank closed that day. */
export const TiesOut: FC<{ pack: ResolutionPackAnswer }> = ({ pack }) => {
  const t = useSay()
  const owed = yuan(pack.owed_fen)
  return pack.ties_out ? (
    <Notice is="safe">
      {t(
        `逐卡加总 ${owed}，与银行封账表同一天的数一分不差。`,
        `The cards add up to ${owed}, as the bank’s day close says.`,
      )}
    </Notice>
  ) : (
    <Notice is="bad">
      {t(
        `逐卡加总 ${owed}，银行封账表是 ${yuan(pack.requirement_fen)}，对不上，请查。`,
        'The cards do not add up to the day close.',
      )}
    </Notice>
  )
}
export const Sums: FC<{ pack: ResolutionPackAnswer }> = ({ pack }) => {
  const t = useSay()
  return (
    <div class="kpis">
      <div class="card kpi">
        {t('欠多少人', 'Holders')}
        <b>{pack.holders_count}</b>
        <span class="small mute">{t(`${pack.cards_count} 张卡`, `${pack.cards_count} cards`)}</span>
      </div>
      <div class="card kpi">
        {t('共欠', 'Owed')}
        <b>{yuan(pack.owed_fen)}</b>
      </div>
      <div class="card kpi">
        {t('今天结束的话应退', 'To be refunded if it ended now')}
        <b>{yuan(pack.refundable_fen)}</b>
        <span class="small mute">{t('法释〔2025〕4号 §18', 'Law §18')}</span>
      </div>
    </div>
  )
}
export const WhoFacts: FC<{ of: MerchantAnswer }> = ({ of }) => {
  const t = useSay()
  return (
    <Facts
      of={[
        [t('法定代表人或经营者', 'Representative'), of.legal_representative],
        [t('地址', 'Address'), of.address],
        [t('营业执照', 'Licence'), of.licence_no],
        [t('执照到期', 'Expires'), of.licence_expires_on || '—'],
        [t('结算账户', 'Settlement account'), maskText(of.settlement_account_mask, t)],
        [t('专户', 'Custody account'), maskText(of.custody_account_mask, t) || '—'],
      ]}
    />
  )
}
export const MoneyFacts: FC<{ pack: ResolutionPackAnswer }> = ({ pack }) => {
  const t = useSay()
  const refunds = pack.open_refunds
  const money = (field: `${'custody' | 'deposit' | 'payable' | 'paying' | 'advance'}_fen`) =>
    yuan(pack[field])
  return (
    <Facts
      of={[
        [t('专户（账上）', 'In custody'), money('custody_fen')],
        [t('保证金', 'Deposit'), money('deposit_fen')],
        [t('应付店家', 'Payable'), money('payable_fen')],
        [t('出款中', 'Being paid out'), money('paying_fen')],
        [t('提前放给店家、没有还清的', 'Advanced'), money('advance_fen')],
        [t(`没有办完的退款 ${refunds.count} 笔`, 'Open refunds'), yuan(refunds.asked_fen)],
      ]}
    />
  )
}
export const Contracts: FC<{ of: readonly ContractAnswer[] }> = ({ of }) => {
  const t = useSay()
  if (of.length === 0) return <Empty>{t('没有有余额的卡。', 'No cards with money.')}</Empty>
  return (
    <Grid
      caption={t('合同', 'Contracts')}
      head={[t('合同哈希', 'Hash'), t('范本', 'Template'), t('卡', 'Cards')]}
      words={[1]}
      rows={of.map((one) => [
        <code>{one.contract_hash.slice(0, 16)}</code>,
        one.template_version,
        one.cards_count,
      ])}
    />
  )
}
export const Closes: FC<{ of: readonly BankDayAnswer[]; merchant_id: string }> = ({
  of,
  merchant_id,
}) => {
  const t = useSay()
  return (
    <Grid
      caption={t('最近的封账', 'Recent day closes')}
      head={[
        t('日终', 'Day'),
        t('银行', 'Bank'),
        t('逐卡加总', 'Owed'),
        t('覆盖率', 'Coverage'),
        t('差异', 'Breaks'),
        t('对账单', 'Statement'),
      ]}
      words={[5]}
      rows={of.map((day) => [
        <a href={`/b/closes/${day.day}/merchants/${merchant_id}`}>
          <Day on={day.day} />
        </a>,
        orNone(day.bank_fen),
        <Money fen={day.requirement_fen} />,
        ratioText(day.coverage_bp),
        `${day.open_breaks_count} / ${inAndOut(day.open_breaks_in_fen ?? 0, day.open_breaks_out_fen ?? 0)}`,
        day.status === 'sealed' ? (
          <Tag is="safe">{t('有', 'yes')}</Tag>
        ) : (
          <Tag is="warn">{t('没有', 'no')}</Tag>
        ),
      ])}
    />
  )
}
export const Cards: FC<{ rows: readonly ResolutionCardAnswer[] }> = ({ rows }) => {
  const t = useSay()
  if (rows.length === 0) return <Empty>{t('没有有余额的卡。', 'No cards with money.')}</Empty>
  return (
    <Grid
      caption={t('每张卡', 'Every card')}
      head={[
        t('持卡人（化名）', 'Holder'),
        t('可用', 'Free'),
        t('占用', 'Held'),
        t('退款中', 'Being refunded'),
        t('应退', 'To refund'),
        t('首次付款', 'First paid'),
      ]}
      rows={rows.map((row) => [
        <a href={`/b/cards/${row.card_id}`}>{row.holder_no}</a>,
        <Money fen={row.escrow_fen} />,
        <Money fen={row.held_fen} />,
        <Money fen={row.refunding_fen} />,
        <Money fen={row.refundable_fen} />,
        <Day on={row.first_paid_on} />,
      ])}
    />
  )
}
export const Seal: FC<{ pack: ResolutionPackAnswer }> = ({ pack }) => {
  const t = useSay()
  return (
    <section class="card small" aria-label={t('封条', 'Seal')}>
      <p>
        {pack.bank} · {t('封于', 'sealed')} <When at={pack.sealed_at} />
      </p>
      {pack.carried_from ? (
        <p>
          {t(
            `和 ${pack.carried_from} 那一晚相比什么都没变：名单和各数是那一晚做的，这一晚封的是它的哈希`,
            `Nothing has changed since ${pack.carried_from}: the list was made that night, and its hash is sealed here`,
          )}{' '}
          <code>{pack.carried_hash}</code>
        </p>
      ) : null}
      <p>
        {t('内容哈希', 'Hash')} <code>{pack.content_hash}</code>
      </p>
      <p>
        {t('各卡哈希', 'Cards')} <code>{pack.cards_hash}</code>
      </p>
      <p>
        {t('前一份哈希', 'Previous')} <code>{pack.previous_hash || '—'}</code>
      </p>
    </section>
  )
}
