import type { FC } from 'hono/jsx'
import { listEndingClaimsOperation, readEndingOperation } from '../../ends/routes'
import { readClaimPackOperation } from '../../proofs/routes'
import { useSay } from '../around'
import { type AnswerFor, type NumberField, page } from '../door'
import { Standing } from '../figures/standing'
import { Frame } from '../frame'
import { stateTone } from '../look/tones'
import { hotlineIn } from '../ui/places'
import { Grid } from '../ui/table'
import { Amount, Facts, Money, Notice, percent, When } from '../ui/text'

type EndingClaimAnswer = AnswerFor<typeof listEndingClaimsOperation, 'consumer'>['data'][number]
type EndingAnswer = AnswerFor<typeof readEndingOperation, 'consumer'>

page('GET', '/c/endings/:id', 'consumer', async ({ params, ask, t }) => {
  const ending = await ask(readEndingOperation, { params })
  const claims = (await ask(listEndingClaimsOperation, { params })).data
  return (
    <Frame
      title={t(`${ending.merchant_name}的善后`, `${ending.merchant_name}: wound up`)}
      refresh_s={ending.is_moving ? 20 : undefined}
    >
      <Notice is={stateTone('ending_told', ending.stage)} live>
        <p>{ending.message}</p>
        <p>
          {ending.kind === 'incident'
            ? t('这家店失联。', 'The shop cannot be reached.')
            : t('这家店停业。', 'The shop closes.')}
          {ending.reason}
        </p>
      </Notice>
      <Standing of={ending.standing} />
      {claims.map((claim) => (
        <Claim claim={claim} />
      ))}
      <section class="card">
        <h2>{t('全店进度', 'All holders')}</h2>
        <progress max={10_000} value={ending.progress_bp} aria-label={t('进度', 'Progress')} />
        <p>
          {percent(ending.progress_bp)}，
          {t(
            `${ending.refunded_count} 张卡的退款已开出，${ending.arrived_count} 张已全部到账`,
            `refunds of ${ending.refunded_count} cards opened, ${ending.arrived_count} arrived`,
          )}
        </p>
        <HowShared ending={ending} />
        {ending.began_at === null ? null : (
          <p class="small mute">
            {t('开始于 ', 'Began ')}
            <When at={ending.began_at} />
          </p>
        )}
      </section>
    </Frame>
  )
})

/** What this one card is owed and gets now. */
const Claim: FC<{ claim: EndingClaimAnswer }> = ({ claim }) => {
  const t = useSay()
  return (
    <section class="card">
      <p class="mute">{t('现在退给您', 'Refunded to you now')}</p>
      <Amount fen={claim.covered_fen} />
      {claim.short_fen > 0 ? (
        <Notice is="bad">
          {t('还欠您 ', 'Still owed to you: ')}
          <strong>
            <Money fen={claim.short_fen} />
          </strong>
          {t('（按法律共 ', ' (the law gives you ')}
          <Money fen={claim.owed_fen} />
          {t(
            '）：仍是您的债权，可以向店家主张。',
            '). It stays a claim of yours against the shop.',
          )}
        </Notice>
      ) : (
        <p>{t('按法律该退您的，这次全部退。', 'All that the law gives you.')}</p>
      )}
      {claim.refund_id === null ? null : (
        <div class="buttons">
          <a class="button" href={`/c/refunds/${claim.refund_id}`}>
            {t('看退款进度', 'See the refund')}
          </a>
          <a class="button plain" href={`/c/refunds/${claim.refund_id}/claim-pack`}>
            {t('主张权利的材料', 'Papers for your claim')}
          </a>
        </div>
      )}
    </section>
  )
}
/** Everybody sees the same sum: what was owed, what covered it, what is missing. */
const HowShared: FC<{ ending: EndingAnswer }> = ({ ending }) => {
  const t = useSay()
  const row = (zh: string, en: string, field: NumberField<EndingAnswer>) =>
    [t(zh, en), <Money fen={ending[field]} />] as const
  return (
    <Facts
      of={[
        row('欠全体持卡人', 'Owed to all holders', 'owed_fen'),
        row('店家预支未还', 'Advance not paid back', 'advance_fen'),
        row('保证金先补', 'Covered by the deposit', 'deposit_used_fen'),
        row('应付店家的款补', 'Covered by what was due to the shop', 'payable_used_fen'),
        row('现在能退', 'Refunded now', 'covered_fen'),
        row('仍缺', 'Missing', 'shortfall_fen'),
      ]}
    />
  )
}

page('GET', '/c/refunds/:id/claim-pack', 'consumer', async ({ params, ask, t, city }) => {
  const hotline = hotlineIn(city)
  const pack = await ask(readClaimPackOperation, { params })
  return (
    <Frame title={t('主张权利的材料', 'Papers for your claim')}>
      <p class="note">
        {t(
          `可以打印，交给调解员、${hotline} 或法院。制作于 `,
          'Print it for a mediator or a court. Made ',
        )}
        <When at={pack.made_at} />
      </p>
      <Against pack={pack} />
      <Grid
        caption={t('怎么算的', 'How it is counted')}
        show_caption
        head={[t('怎么算', 'How'), t('金额', 'Amount')]}
        rows={pack.lines.map((line) => [
          <>
            {line.text}
            <span class="hint">{line.article}</span>
          </>,
          <Money fen={line.amount_fen} />,
        ])}
      />
      {pack.claims.map((claim) => (
        <section class="card">
          <h2>{claim.title}</h2>
          <p>
            <Money fen={claim.amount_fen} />（{claim.article}）
          </p>
          <p class="note">{claim.conditions}</p>
        </section>
      ))}
      <Proofs of={pack.proofs} />
      <h2>{t('去哪里', 'Where to go')}</h2>
      <ul>
        {pack.where_to_go.map((place) => (
          <li>· {place}</li>
        ))}
      </ul>
      <h2>{t('投诉书', 'Complaint')}</h2>
      <pre tabindex={0} lang="zh-CN">
        {pack.complaint}
      </pre>
    </Frame>
  )
})

type ClaimPackAnswer = AnswerFor<typeof readClaimPackOperation, 'consumer'>
const Against: FC<{ pack: ClaimPackAnswer }> = ({ pack }) => {
  const t = useSay()
  const { shop } = pack
  return (
    <>
      <section class="card">
        <h2>{t('对谁', 'Against whom')}</h2>
        <Facts
          of={[
            [t('店家', 'Shop'), shop.name],
            [t('统一社会信用代码', 'Licence'), shop.licence_no],
            [t('法定代表人或经营者', 'Represented by'), shop.legal_representative],
            [t('地址', 'Address'), shop.address],
          ]}
        />
      </section>
      <section class="card">
        <h2>{t('多少钱', 'How much')}</h2>
        <Facts
          of={[
            [t('实际支付', 'Paid'), <Money fen={pack.paid_fen} />],
            [t('依法应退', 'Due by law'), <Money fen={pack.entitled_fen} />],
            [t('已退', 'Refunded'), <Money fen={pack.refunded_fen} />],
            [t('正在退', 'On its way'), <Money fen={pack.on_the_way_fen} />],
            [t('还欠', 'Still owed'), <Money fen={pack.uncovered_fen} />],
          ]}
        />
      </section>
    </>
  )
}

const Proofs: FC<{ of: ClaimPackAnswer['proofs'] }> = ({ of }) => {
  const t = useSay()
  return (
    <>
      <h2>{t('付款凭证', 'Proofs of payment')}</h2>
      <ul class="list">
        {of.map((id) => (
          <li>
            <a
              href={`/c/lots/${id.split('/').find((word) => word.startsWith('lot_')) ?? id}/proof`}
            >
              {t('付款凭证', 'Proof')} <code>{id}</code>
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
