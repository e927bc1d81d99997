import type { FC } from 'hono/jsx'
import { listEndingClaimsOperation, readEndingOperation } from '../../ends/routes'
import { spoken, spokenEn } from '../../kernel/time'
import { readRefundOperation } from '../../refunds/routes'
import { type Say, useSay } from '../around'
import { type AnswerFor, type NumberField, page } from '../door'
import { Standing } from '../figures/standing'
import { Frame } from '../frame'
import { PartsBar } from '../look/flow'
import { Disc, Icon } from '../look/icon'
import type { Turn } from '../look/time'
import { ReadAloud } from '../ui/island'
import { useHotline } from '../ui/places'
import { Steps } from '../ui/steps'
import { Amount, Facts, Money } from '../ui/text'
import { stateTone } from '../ui/tones'

type EndingAnswer = AnswerFor<typeof readEndingOperation, 'consumer'>
type RefundAnswer = AnswerFor<typeof readRefundOperation, 'consumer'>
type Claimed = AnswerFor<typeof listEndingClaimsOperation, 'consumer'>['data'][number] & {
  refund: RefundAnswer | null
}
/** How often an end that goes on by itself is asked about again, in seconds. */
const ASK_AGAIN_S = 20

page('GET', '/c/endings/:id', 'consumer', async ({ params, ask, t }) => {
  const [ending, listed] = await Promise.all([
    ask(readEndingOperation, { params }),
    ask(listEndingClaimsOperation, { params }),
  ])
  const claims = await Promise.all(
    listed.data.map(async (claim) => ({
      ...claim,
      refund:
        claim.refund_id === null
          ? null
          : await ask(readRefundOperation, { params: { id: claim.refund_id } }),
    })),
  )
  const title = titleOf(ending, t)
  return (
    <Frame title={title} wide heading="own" refresh_s={ending.is_moving ? ASK_AGAIN_S : undefined}>
      <div class="with">
        <Disc is="triangle-alert" tone={stateTone('ending_picture', ending.stage)} />
        <div>
          <h1>{title}</h1>
          <p class="small mute">{saidOf(ending, t)}</p>
        </div>
      </div>
      <div class="two">
        <div class="col">
          {claims.map((claim) => (
            <Claim claim={claim} />
          ))}
          <Standing of={ending.standing} />
          <section class="card">
            <h2>{t('接下来', 'What happens now')}</h2>
            <p role="status">{t(ending.message, ending.message_en)}</p>
            <Steps of={endingSteps(ending, t)} />
          </section>
        </div>
        <div class="col">
          <Whole ending={ending} />
          <Further />
        </div>
      </div>
    </Frame>
  )
})

const titleOf = ({ merchant_name: shop, kind, stage }: EndingAnswer, t: Say): string => {
  if (stage === 'dismissed') return t(`${shop}照常营业`, `${shop} goes on`)
  if (kind === 'closure') return t(`${shop}停业了`, `${shop} is closing down`)
  return stage === 'unconfirmed'
    ? t(`${shop}可能失联`, `${shop} may be unreachable`)
    : t(`${shop}失联了`, `${shop} cannot be reached`)
}
/** Since when it is so, and why, in the words of who said it. */
const saidOf = (ending: EndingAnswer, t: Say): string => {
  const at = ending.confirmed_at ?? ending.reported_at
  const who =
    ending.kind === 'closure'
      ? t('店家宣布', 'announced by the shop')
      : ending.confirmed_at === null
        ? t('有人报告', 'reported')
        : t('主管部门确认', 'confirmed by the authority')
  return t(`${spoken(at)} ${who}：${ending.reason}`, `${spokenEn(at)}, ${who}: ${ending.reason}`)
}

/** What this one card is owed, what is back, what is missing: figures that add up, and the papers for the rest. */
const Claim: FC<{ claim: Claimed }> = ({ claim }) => {
  const t = useSay()
  const { short_fen, owed_fen, covered_fen, refund } = claim
  const back_fen = refund?.refunded_fen ?? 0
  return (
    <>
      <section class="card">
        <p class="mute">
          {short_fen > 0 ? t('还欠您', 'Still owed to you') : t('退给您', 'Refunded to you')}
        </p>
        <Amount fen={short_fen > 0 ? short_fen : covered_fen} />
        {short_fen > 0 ? (
          <p>
            {t(
              '店家预支没还清，每张卡先按同样的比例退。剩下的仍是您的债权，可以向店家要。',
              'The shop’s advance is unpaid: every card gets the same part first. The rest stays your claim against it.',
            )}
          </p>
        ) : (
          <p>{t('按法律该退您的，这次全部退。', 'All that the law gives you.')}</p>
        )}
        <PartsBar total_fen={owed_fen} back_fen={covered_fen} missing_fen={short_fen} />
        <Facts
          of={[
            [t('依法该退', 'Due by law'), <Money fen={owed_fen} />],
            [t('现在退', 'Refunded now'), <Money fen={covered_fen} />],
            ...(refund === null
              ? []
              : [[t('其中已到账', 'Of it arrived'), <Money fen={back_fen} />] as const]),
            ...(short_fen > 0
              ? [[t('还欠您', 'Still owed to you'), <Money fen={short_fen} />] as const]
              : []),
          ]}
        />
        {claim.refund_id === null ? null : (
          <a class="button plain" href={`/c/refunds/${claim.refund_id}`}>
            {t('看退款走到哪一步', 'See how far the refund is')}
          </a>
        )}
      </section>
      {claim.refund_id === null ? null : (
        <Papers refund_id={claim.refund_id} short_fen={short_fen} />
      )}
    </>
  )
}
const Papers: FC<{ refund_id: string; short_fen: number }> = ({ refund_id, short_fen }) => {
  const t = useSay()
  const points: readonly (readonly [string, string])[] = [
    ['该退多少，一行一行，写明法条', 'What is due, line by line with its article'],
    ['起诉状要素，您填名字、签名', 'The complaint: you add your name and sign'],
    ['可以主张的利息和赔偿', 'Interest and damages you may claim'],
    ['去哪里：12315、调解、法院', 'Where to go: 12315, mediation, court'],
  ]
  return (
    <section class="card">
      <div class="with">
        <Icon is="file-text" />
        <h2>
          {short_fen > 0 ? (
            <>
              {t('要回 ', 'To claim ')}
              <Money fen={short_fen} />
              {t(' 的材料', ': your papers')}
            </>
          ) : (
            t('主张权利的材料', 'Papers for your claim')
          )}
        </h2>
      </div>
      <ul class="col">
        {points.map(([zh, en]) => (
          <li class="with">
            <Icon is="check" />
            <span>{t(zh, en)}</span>
          </li>
        ))}
      </ul>
      <a class="button main" href={`/c/refunds/${refund_id}/claim-pack`}>
        <Icon is="download" />
        {t('打开材料，可以打印', 'Open the papers, to print')}
      </a>
    </section>
  )
}

/** The way of an end: said, confirmed, refunded, and what is still claimed. */
function endingSteps(ending: EndingAnswer, t: Say): Turn[] {
  const at = (moment: string | null) =>
    moment === null ? undefined : t(spoken(moment), spokenEn(moment))
  const said: Turn = {
    label:
      ending.kind === 'closure'
        ? t('店家宣布停业，停止售卡', 'The shop announces it; sales stop')
        : t('有人报告，暂停售卡和出款', 'It is reported; sales and payouts stop'),
    note: at(ending.reported_at),
    state: 'done',
  }
  if (ending.stage === 'dismissed')
    return [
      said,
      {
        label: t('核实没有这回事，照常营业', 'Looked into and withdrawn'),
        note: ending.dismissed_reason ?? at(ending.dismissed_at),
        state: 'done',
      },
    ]
  const waits = ending.stage === 'unconfirmed'
  const done = ending.stage === 'done'
  const before = ending.stage === 'waiting'
  const confirmed: Turn[] =
    ending.kind === 'closure'
      ? [
          {
            label: t('到停业那天，卡照常用', 'Cards work until that day'),
            note: ending.closes_on ?? undefined,
            state: before ? 'now' : 'done',
          },
        ]
      : [
          {
            label: t('另一位监管人员确认', 'A second official confirms'),
            note: at(ending.confirmed_at),
            state: waits ? 'now' : 'done',
          },
        ]
  const refunds: Turn = {
    label: t('自动退给每一张卡，不用申请', 'Every card is refunded by itself'),
    note: t(
      `${ending.refunded_count} 张已开出，${ending.arrived_count} 张全部到账`,
      `${ending.refunded_count} card(s) sent, ${ending.arrived_count} all arrived`,
    ),
    state: waits || before ? 'later' : done ? 'done' : 'now',
    icon: 'undo-2',
  }
  if (ending.shortfall_fen === 0) return [said, ...confirmed, refunds]
  return [
    said,
    ...confirmed,
    refunds,
    {
      label: t('差的钱，继续向店家要', 'What is missing is claimed from the shop'),
      note: t(
        '您可以拿材料去 12315、调解或法院，不影响前面的退款。',
        'Take the papers to 12315, mediation or court; the refund goes on all the same.',
      ),
      state: done ? 'now' : 'later',
      icon: 'scale',
    },
  ]
}

/** Everybody sees the same sums: what was owed, what covered it, what is missing. */
const Whole: FC<{ ending: EndingAnswer }> = ({ ending }) => {
  const t = useSay()
  const row = (zh: string, en: string, field: NumberField<EndingAnswer>) =>
    ending[field] === 0 ? [] : [[t(zh, en), <Money fen={ending[field]} />] as const]
  return (
    <section class="card">
      <h2>{t('全店的善后', 'All holders')}</h2>
      <Facts
        of={[
          [
            t('退了几张卡', 'Cards refunded'),
            t(
              `${ending.cards_count} 张里 ${ending.refunded_count} 张`,
              `${ending.refunded_count} of ${ending.cards_count}`,
            ),
          ],
          ...row('欠全体持卡人', 'Owed to all holders', 'owed_fen'),
          ...row('店家预支未还', 'Advance not paid back', 'advance_fen'),
          ...row('保证金先补', 'Covered by the deposit', 'deposit_used_fen'),
          ...row('应付店家的款补', 'Covered by what was due to the shop', 'payable_used_fen'),
          ...row('现在能退', 'Refunded now', 'covered_fen'),
          ...row('仍缺', 'Missing', 'shortfall_fen'),
          ...(ending.share_bp === null
            ? []
            : [
                [
                  t('每 100 元先退', 'Of each ¥100 first'),
                  <Money fen={ending.share_bp} />,
                ] as const,
              ]),
        ]}
      />
    </section>
  )
}
const Further: FC = () => {
  const t = useSay()
  const number = useHotline()
  return (
    <div class="buttons">
      <a class="button plain" href={`tel:${number}`}>
        <Icon is="phone" />
        {t(`打 ${number}`, `Call ${number}`)}
      </a>
      <a class="button plain" href="/c">
        {t('看我的卡', 'My cards')}
      </a>
      <ReadAloud />
    </div>
  )
}
