import type { FC } from 'hono/jsx'
import type { listBankCoverageOperation } from '../../closes/routes'
import { yuan } from '../../kernel/money'
import { useSay } from '../around'
import { orNone, signed } from '../bank/words'
import type { AnswerFor } from '../door'
import { Facts, percent } from '../ui/text'

/** What a shop, a district or the city owes on a day, and what stands behind it. */
export type Coverage = Omit<
  AnswerFor<typeof listBankCoverageOperation>['data'][number],
  'object' | 'day' | 'merchant_id' | 'district'
>

export const ratioText = (bp: number | null | undefined, none = '—'): string =>
  typeof bp === 'number' ? percent(bp) : none

/** The ratio, and beside it what is in transit: named, never counted in. */
export const coverWords = (
  t: (zh: string, en: string) => string,
  totals: Pick<Coverage, 'coverage_bp' | 'in_transit_fen'>,
): string => {
  const alone = ratioText(totals.coverage_bp, t('没有', 'none'))
  const transit_fen = totals.in_transit_fen
  return transit_fen <= 0
    ? alone
    : `${alone}${t('，另有在途 ', ', in transit besides ')}${yuan(transit_fen)}`
}

/**
 * How a coverage ratio comes about, line by line: the bank's money, less what is the shop's, the platform's or
 * nobody's yet, against what the cards are owed. Money in transit stands beside it, never within it.
 */
export const CoverageFacts: FC<{ of: Coverage }> = ({ of }) => {
  const t = useSay()
  const less = (fen: number) => `− ${yuan(fen)}`
  const cards = of.cards_count
  return (
    <Facts
      of={[
        [
          t('银行对账单期末', 'Bank, closing balance'),
          orNone(of.bank_fen, t('没有对账单', 'no statement')),
        ],
        [t('保证金、手续费和支付机构的', 'Deposits, fees, the provider’s'), less(of.others_fen)],
        [
          t('待查和没有解决的差异里多出来的', 'Suspense and breaks, too much'),
          of.unclear_fen === null ? '—' : less(of.unclear_fen),
        ],
        [t('银行有', 'Held'), <strong>{orNone(of.resource_fen)}</strong>],
        [t(`逐卡加总（${cards} 张）`, `Owed to ${cards} cards`), yuan(of.requirement_fen)],
        [t('应付店家', 'Payable to shops'), yuan(of.payable_fen)],
        [t('出款中', 'Being paid out'), yuan(of.paying_fen)],
        [t('银行已付、次日记账的', 'Paid by the bank, booked next day'), less(of.paid_ahead_fen)],
        [t('该有', 'Owed'), <strong>{yuan(of.owed_fen)}</strong>],
        [t('覆盖率', 'Coverage'), <strong>{ratioText(of.coverage_bp)}</strong>],
        [t('持卡人的缺口', 'Short for the cards'), shortWord(of)],
        [t('其中在途（不在银行）', 'In transit besides'), yuan(of.in_transit_fen)],
        [t('其中提前放给店家的', 'Released early'), yuan(of.advance_fen)],
        [t('其中明天对账单上应有的', 'Due tomorrow'), yuan(of.due_fen)],
        [t('说不清的缺口', 'Missing'), shortWord(of, 'missing_fen')],
        [
          t('银行减我们的账', 'Bank less books'),
          of.difference_fen === null ? '—' : signed(of.difference_fen),
        ],
        [
          t('差异：银行多的 / 少的', 'Breaks: too much / too little'),
          inAndOut(of.breaks_in_fen, of.breaks_out_fen),
        ],
        [
          t('待查：多的 / 少的', 'Suspense: too much / too little'),
          inAndOut(of.suspense_in_fen, of.suspense_out_fen),
        ],
        [t('其中没有差异能解释的', 'Explained by no break'), orNone(of.unexplained_fen)],
      ]}
    />
  )
}
const shortWord = (of: Coverage, field: 'short_fen' | 'missing_fen' = 'short_fen'): string =>
  of.bank_fen === null ? '—' : yuan(of[field])
/** Two figures that are never made one. */
export const inAndOut = (in_fen: number, out_fen: number): string =>
  `${signed(in_fen)} / ${signed(out_fen)}`
