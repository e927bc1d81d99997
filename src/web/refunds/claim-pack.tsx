import type { FC } from 'hono/jsx'
import { readClaimPackOperation } from '../../proofs/routes'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Derivation } from '../figures/derivation'
import { Frame } from '../frame'
import { Row, Rows } from '../look/rows'
import { Article } from '../ui/article'
import { hotlineIn } from '../ui/places'
import { Facts, Money, When } from '../ui/text'
import { AgainstWhom, PlacesToGo } from './claim-parts'

type ClaimPackAnswer = AnswerFor<typeof readClaimPackOperation, 'consumer'>

page('GET', '/c/refunds/:id/claim-pack', 'consumer', async ({ params, ask, t, city, lang }) => {
  const hotline = hotlineIn(city)
  const pack = await ask(readClaimPackOperation, { params })
  const { lines } = pack
  return (
    <Frame title={t('主张权利的材料', 'Papers for your claim')}>
      <p class="small mute">
        {t(
          `可以打印，交给调解员、${hotline} 或法院。制作于 `,
          'Print it for a mediator or a court, which read the Chinese. Made ',
        )}
        <When at={pack.made_at} dated />
      </p>
      <Against pack={pack} />
      <section class="card">
        <Derivation
          caption={t('该退多少，怎么算的', 'What is due, and how it is counted')}
          figure={{ lines, amount_fen: pack.entitled_fen }}
        />
      </section>
      {pack.claims.map((claim) => (
        <section class="card">
          <div class="between">
            <h2>{t(claim.title, claim.title_en)}</h2>
            {claim.amount_fen === 0 ? null : (
              <b>
                <Money fen={claim.amount_fen} />
              </b>
            )}
          </div>
          <p>{t(claim.conditions, claim.conditions_en)}</p>
          <p class="small mute">
            <Article of={claim.article} />
          </p>
        </section>
      ))}
      <Proofs of={pack.proofs} />
      <PlacesToGo of={pack} lang={lang} />
      <h2>{t('投诉书', 'The complaint, as it is handed in')}</h2>
      <pre tabindex={0} lang="zh-CN">
        {pack.complaint}
      </pre>
    </Frame>
  )
})

const Against: FC<{ pack: ClaimPackAnswer }> = ({ pack }) => {
  const t = useSay()
  return (
    <>
      <AgainstWhom shop={pack.shop} />
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

/** The lot of an address of the API, for the page of its proof. */
const lotIn = (address: string): string =>
  address.split('/').find((word) => word.startsWith('lot_')) ?? address
const Proofs: FC<{ of: ClaimPackAnswer['proofs'] }> = ({ of }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('付款凭证', 'Proofs of payment')}</h2>
      <Rows>
        {of.map((address) => (
          <Row
            href={`/c/lots/${lotIn(address)}/proof`}
            icon="receipt-text"
            title={t('付款凭证', 'Proof')}
            note={<code>{lotIn(address).slice(-8)}</code>}
          />
        ))}
      </Rows>
    </section>
  )
}
