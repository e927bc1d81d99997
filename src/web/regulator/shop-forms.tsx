import type { FC } from 'hono/jsx'
import { reportIncidentOperation } from '../../ends/routes'
import {
  holdSalesOperation,
  liftSalesHoldOperation,
  type readMerchantOperation,
} from '../../merchants/routes'
import type { readWatchedShopOperation } from '../../supervision/routes'
import { actPage } from '../act-page'
import { useAround, useSay } from '../around'
import { type AnswerFor, key } from '../door'
import { Words } from '../ui/form'
import { Money, Notice, When } from '../ui/text'

type Shop = AnswerFor<typeof readMerchantOperation, 'regulator'>
type May = AnswerFor<typeof readWatchedShopOperation>['may']

/** A stop is lifted by two: whoever asks first, and another person who does it. */
const Lifting: FC<{ shop: Shop }> = ({ shop: { sales_lift_at, sales_lift_reason } }) => {
  const t = useSay()
  return sales_lift_at === null ? (
    <Notice is="warn">
      {t(
        '您先申请，另一个人再办一次才恢复；在那以前仍然停着。',
        'You ask first; another person does it. Until then top-ups stay stopped.',
      )}
    </Notice>
  ) : (
    <Notice is="safe">
      <When at={sales_lift_at} />
      {t(' 有人申请恢复：', ' somebody asked to lift it: ')}
      {sales_lift_reason}
      {t(
        '。您和申请的是两个人的，办好就恢复，顾客马上又能买卡。',
        '. If that was not you, top-ups begin again at once.',
      )}
    </Notice>
  )
}

/** Stopping a shop's sales: what it does and does not do is read before the button. */
export const SalesHold: FC<{ shop: Shop; may: May }> = ({ shop, may }) => {
  const t = useSay()
  const refused = useAround().refusal !== null
  const { id, cards_count: cards } = shop
  const held = may.includes('liftSalesHold')
  return (
    <section class="card noprint">
      <h2>{t('充值', 'Top-ups')}</h2>
      {shop.sales_held_at !== null ? (
        <Notice is="warn">
          {t('已停止充值，', 'Stopped, ')}
          <When at={shop.sales_held_at} />
          {t('起：', ': ')}
          {shop.sales_held_reason}
        </Notice>
      ) : null}
      <details open={refused}>
        <summary>{held ? t('恢复充值', 'Lift the stop') : t('停止充值', 'Stop top-ups')}</summary>
        <form method="post" action={`/r/shops/${id}/sales-hold${held ? '/lifting' : ''}`}>
          {key()}
          {held ? (
            <Lifting shop={shop} />
          ) : (
            <Notice is="warn">
              {t(
                `将停止充值；已有的 ${cards} 张卡照常使用，不动一分钱。`,
                `Top-ups stop; the ${cards} cards there are work as before and no money moves.`,
              )}
            </Notice>
          )}
          <Words
            name="reason"
            label={t('理由', 'Reason')}
            hint={t('顾客和店家都会看到。', 'Customers and the shop read it.')}
            required
            minlength={4}
            maxlength={200}
          />
          <button type="submit" class={held ? '' : 'danger'}>
            {held ? t('恢复充值', 'Lift the stop') : t('停止充值', 'Stop top-ups')}
          </button>
        </form>
      </details>
    </section>
  )
}

/** Sends somebody to the door today. */
export const SendPatrol: FC<{ id: string }> = ({ id }) => {
  const t = useSay()
  return (
    <section class="card noprint">
      <h2>{t('巡查', 'Patrol')}</h2>
      <details>
        <summary>{t('请网格员今天去', 'Send a patrol today')}</summary>
        <form method="post" action={`/r/shops/${id}/patrol`}>
          {key()}
          <Words
            name="note"
            id="patrol-note"
            label={t('要留意什么', 'What to look for')}
            maxlength={500}
          />
          <button type="submit" class="plain">
            {t('排上', 'Send')}
          </button>
        </form>
      </details>
    </section>
  )
}

/** Reporting that nobody can be found any more; it takes two officials before anything is refunded. */
export const Unreachable: FC<{ shop: Shop; ending_id: string | null; may: May }> = ({
  shop,
  ending_id,
  may,
}) => {
  const t = useSay()
  const refused = useAround().refusal !== null
  const may_report = may.includes('reportIncident')
  if (ending_id === null && !may_report) return null
  return (
    <section class="card noprint">
      <h2>{t('店家失联', 'Shop unreachable')}</h2>
      {ending_id !== null ? (
        <p>
          <a class="button plain" href={`/r/incidents/${ending_id}`}>
            {t('看处置进度', 'See how it stands')}
          </a>
        </p>
      ) : (
        <details open={refused}>
          <summary>{t('报告失联', 'Report it')}</summary>
          <form method="post" action={`/r/shops/${shop.id}/incident`}>
            {key()}
            <Notice is="warn">
              <p>
                {t(
                  '报告后马上停止充值和出款；这时还不退款。',
                  'Reporting stops top-ups and payouts at once; nothing is refunded yet.',
                )}
              </p>
              <p>
                {t(
                  `另一位监管人员确认后，为 ${shop.cards_count} 张卡退回 `,
                  `Once a second official confirms, ${shop.cards_count} cards are refunded `,
                )}
                <Money fen={shop.owed_fen} />
                {t('。', '.')}
              </p>
            </Notice>
            <Words
              name="reason"
              id="incident-reason"
              label={t('发生了什么', 'What happened')}
              hint={t('例：卷闸门关闭，电话不通。', 'Shutters down, no answer on the phone.')}
              required
              maxlength={200}
            />
            <Words
              name="evidence"
              label={t('怎么知道的', 'Evidence')}
              hint={t('谁、哪天、去过几次、有什么材料。', 'Who went when, and what there is.')}
              required
              maxlength={1000}
            />
            <button type="submit" class="danger">
              {t('报告失联，停止出款', 'Report and stop payouts')}
            </button>
          </form>
        </details>
      )}
    </section>
  )
}

for (const [step, act] of [
  ['sales-hold', holdSalesOperation],
  ['sales-hold/lifting', liftSalesHoldOperation],
] as const)
  actPage(`/r/shops/:id/${step}`, 'regulator', {
    act,
    says: ({ params, form }) => ({
      params: { id: params.id },
      body: { reason: form.get('reason')?.trim() ?? '' },
    }),
    leads: ({ id }) => `/r/shops/${id}`,
    again: '/r/shops/:id',
  })

actPage('/r/shops/:id/incident', 'regulator', {
  act: reportIncidentOperation,
  says: ({ params, form }) => ({
    body: {
      merchant_id: params.id,
      reason: form.get('reason')?.trim() ?? '',
      evidence: form.get('evidence')?.trim() ?? '',
    },
  }),
  leads: (_params, ending) => `/r/incidents/${ending.id}`,
  again: '/r/shops/:id',
})
