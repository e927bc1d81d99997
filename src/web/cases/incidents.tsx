import type { FC } from 'hono/jsx'
import {
  confirmIncidentOperation,
  dismissIncidentOperation,
  listEndingClaimsOperation,
  listEndingsOperation,
  readEndingOperation,
} from '../../ends/routes'
import { readIncidentFileOperation } from '../../incidents/routes'
import { listPatrolFindingsOperation } from '../../inspections/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Standing } from '../figures/standing'
import { Frame } from '../frame'
import { Findings } from '../inspections/plan'
import { Progress } from '../ui/progress'
import { Grid, More } from '../ui/table'
import { Empty, Facts, Money, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { Confirm, Evidence, hasEvidence } from './incident-record'
import { Arrivals, Whistles } from './whistles'

type EndingAnswer = AnswerFor<typeof readEndingOperation, 'regulator'>

const STAGES: Record<EndingAnswer['stage'], readonly [string, string]> = {
  unconfirmed: ['等另一人确认', 'Waits for confirmation'],
  telling: ['正在通知顾客', 'Telling customers'],
  waiting: ['等最后营业日', 'Open until the last day'],
  counting: ['正在核算每张卡', 'Counting each card'],
  allotting: ['正在分配', 'Sharing out'],
  spreading: ['正在分配', 'Sharing out'],
  refunding: ['正在退款', 'Refunding'],
  arriving: ['退款已开出，等到账', 'Refunds opened, arriving'],
  done: ['已办完', 'Done'],
  dismissed: ['已撤销', 'Dismissed'],
}
export const Phase: FC<{ of: EndingAnswer }> = ({ of }) => {
  const t = useSay()
  const [zh, en] = STAGES[of.stage]
  return <Tag is={stateTone('ending', of.stage)}>{t(zh, en)}</Tag>
}
const Kind: FC<{ of: EndingAnswer }> = ({ of }) => {
  const t = useSay()
  return <>{of.kind === 'incident' ? t('失联', 'Unreachable') : t('停业', 'Closing down')}</>
}

page('GET', '/r/incidents', 'regulator', async ({ ask, c, t }) => {
  const cursor = c.req.query('cursor')
  const seen = await ask(listEndingsOperation, { query: cursor ? { cursor } : {} })
  const rows = seen.data
  return (
    <Frame title={t('停业与失联', 'Closures and incidents')}>
      <p class="note">
        {t(
          '店家失联，先在店铺页报告；由另一位监管人员确认后才退款。',
          'Report an unreachable shop on its page; a second official confirms before anything is refunded.',
        )}
      </p>
      {rows.length === 0 ? (
        <Empty>
          <p>{t('辖区里没有停业或失联的店。', 'No shop is closing or unreachable.')}</p>
          <p>
            <a class="button plain" href="/r/shops">
              {t('看全部店', 'All shops')}
            </a>
          </p>
        </Empty>
      ) : (
        <Grid
          caption={t('停业与失联', 'Closures and incidents')}
          words={[1, 2, 3]}
          head={[
            t('店', 'Shop'),
            t('哪一种', 'Kind'),
            t('到哪一步', 'Stage'),
            t('报告', 'Reported'),
            t('卡', 'Cards'),
            t('应退', 'Owed'),
          ]}
          rows={rows.map((ending) => [
            <a href={`/r/incidents/${ending.id}`}>{ending.merchant_name}</a>,
            <Kind of={ending} />,
            <Phase of={ending} />,
            <When at={ending.reported_at} />,
            ending.cards_count,
            <Money fen={ending.owed_fen} />,
          ])}
        />
      )}
      <More of={seen} href="/r/incidents" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

const Sums: FC<{ ending: EndingAnswer }> = ({ ending }) => {
  const t = useSay()
  const short_fen = ending.shortfall_fen
  return (
    <Facts
      of={[
        [
          t('通知', 'Told'),
          t(
            `${ending.told_count} / ${ending.cards_count} 张卡`,
            `${ending.told_count} / ${ending.cards_count} cards`,
          ),
        ],
        [
          t('已开出退款', 'Refunds opened'),
          t(`${ending.refunded_count} 张卡`, `${ending.refunded_count} cards`),
        ],
        [
          t('全部到账', 'Arrived whole'),
          t(`${ending.arrived_count} 张卡`, `${ending.arrived_count} cards`),
        ],
        [t('已到账', 'Arrived'), <Money fen={ending.arrived_fen} />],
        [t('在路上', 'On its way'), <Money fen={ending.on_the_way_fen} />],
        [t('等收款账户', 'Waits for an account'), <Money fen={ending.waiting_fen} />],
        [
          t('另行退过、没有可退的', 'Refunded otherwise'),
          t(`${ending.failed_count} 张卡`, `${ending.failed_count} cards`),
        ],
        [t('该退给顾客', 'Owed to customers'), <Money fen={ending.owed_fen} />],
        [t('能马上退的', 'Covered'), <Money fen={ending.covered_fen} />],
        [t('店家没还的预支', 'Advance not repaid'), <Money fen={ending.advance_fen} />],
        [t('用店家应得的抵', 'From the shop’s earnings'), <Money fen={ending.payable_used_fen} />],
        [t('用保证金抵', 'From its deposit'), <Money fen={ending.deposit_used_fen} />],
        [
          t('还缺（仍是顾客的债权）', 'Short (still owed)'),
          short_fen > 0 ? (
            <Tag is="bad">
              <Money fen={short_fen} />
            </Tag>
          ) : (
            <Money fen={0} />
          ),
        ],
      ]}
    />
  )
}

/** How each card is refunded, the first hundred of them. */
const Claims: FC<{ of: AnswerFor<typeof listEndingClaimsOperation, 'regulator'> }> = ({
  of: claims,
}) => {
  const t = useSay()
  return (
    <>
      <h2>{t('每张卡怎么退', 'Each card')}</h2>
      <Grid
        caption={t('每张卡怎么退', 'Each card')}
        head={[t('卡', 'Card'), t('该退', 'Owed'), t('先退', 'Covered'), t('退款', 'Refund')]}
        words={[3]}
        rows={claims.data.map((claim) => [
          <a href={`/r/cards/${claim.card_id}`}>…{claim.card_id.slice(-6)}</a>,
          <Money fen={claim.owed_fen} />,
          <Money fen={claim.covered_fen} />,
          claim.refund_id ? t('已开出', 'opened') : t('等着', 'waiting'),
        ])}
      />
      {claims.has_more ? (
        <p class="note">{t('只列前 100 张卡。', 'The first 100 cards.')}</p>
      ) : null}
    </>
  )
}
page('GET', '/r/incidents/:id', 'regulator', async ({ ask, params, t, refusal }) => {
  const ending = await ask(readEndingOperation, { params })
  const waiting = ending.stage === 'unconfirmed'
  const begun = ending.has_begun
  const claims = begun
    ? await ask(listEndingClaimsOperation, { params, query: { limit: '100' } })
    : null
  const is_incident = ending.kind === 'incident'
  const merchant_id = ending.merchant_id
  const [file, found] = is_incident
    ? await Promise.all([
        ask(readIncidentFileOperation, { params }),
        ask(listPatrolFindingsOperation, { query: { merchant_id, limit: '5' } }),
      ])
    : [null, null]
  const moving = ending.is_moving
  return (
    <Frame
      title={`${ending.merchant_name}：${ending.kind === 'incident' ? t('失联', 'unreachable') : t('停业', 'closing')}`}
      refresh_s={moving && !refusal ? 15 : undefined}
    >
      <p>
        <Phase of={ending} />
      </p>
      <p role="status">{t(ending.message, ending.message_en)}</p>
      <Standing of={ending.standing} />
      <Evidence ending={ending} />
      {found && found.data.length > 0 ? (
        <>
          <h2>{t('到门口看过', 'Seen at the door')}</h2>
          <Findings of={found.data} />
        </>
      ) : null}
      {waiting ? <Confirm ending={ending} /> : null}
      {file && begun ? <Arrivals of={file} /> : null}
      {file ? <Whistles of={file} /> : null}
      {begun ? (
        <section class="card">
          <Progress bp={ending.progress_bp} label={t('退款进度', 'Progress of refunds')} />
          {moving ? (
            <p class="small mute">
              {t('每 15 秒自动更新一次。', 'This page asks again every 15 seconds.')}
            </p>
          ) : null}
          <Sums ending={ending} />
        </section>
      ) : null}
      <Report ending={ending} />
      <p class="buttons links noprint">
        <a class="button plain" href={`/r/shops/${ending.merchant_id}`}>
          {t('看这家店', 'The shop')}
        </a>
      </p>
      {claims && claims.data.length > 0 ? <Claims of={claims} /> : null}
    </Frame>
  )
})
/** What is not said under the evidence yet; nothing where there is nothing. */
const Report: FC<{ ending: EndingAnswer }> = ({ ending }) => {
  const t = useSay()
  const facts = [
    ...(hasEvidence(ending) ? [] : stamp(t('原因', 'Why'), ending.reason)),
    ...(hasEvidence(ending) ? [] : moment(t('报告于', 'Reported'), ending.reported_at)),
    ...stamp(t('最后营业日', 'Last day'), ending.closes_on),
    ...stamp(t('联系人', 'Contact'), ending.contact),
    ...moment(t('确认于', 'Confirmed'), ending.confirmed_at),
    ...moment(t('撤销于', 'Dismissed'), ending.dismissed_at),
    ...stamp(t('撤销原因', 'Dismissed because'), ending.dismissed_reason),
    ...moment(t('办完于', 'Done'), ending.done_at),
  ]
  return facts.length === 0 ? null : (
    <section class="card">
      <h2>{t('报告', 'Report')}</h2>
      <Facts of={facts} />
    </section>
  )
}
const stamp = (name: string, value: string | null): [string, string][] =>
  value ? [[name, value]] : []
const moment = (name: string, at: string | null) =>
  at === null ? [] : ([[name, <When at={at} />]] as const)

const toIncident = ({ id }: { id: string }) => `/r/incidents/${id}`
actPage('/r/incidents/:id/confirmation', 'regulator', {
  act: confirmIncidentOperation,
  says: ({ params }) => ({ params }),
  leads: toIncident,
  again: '/r/incidents/:id',
})
actPage('/r/incidents/:id/dismissal', 'regulator', {
  act: dismissIncidentOperation,
  says: ({ params, form }) => ({ params, body: { reason: form.get('reason')?.trim() ?? '' } }),
  leads: toIncident,
  again: '/r/incidents/:id',
})
