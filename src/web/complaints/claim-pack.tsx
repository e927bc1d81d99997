import type { FC } from 'hono/jsx'
import { readComplaintClaimPackOperation } from '../../mediations/claim-routes'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Derivation } from '../figures/derivation'
import { Frame } from '../frame'
import { Row, Rows } from '../look/rows'
import { AgainstWhom, PlacesToGo } from '../refunds/claim-parts'
import { Facts, Money, When } from '../ui/text'

type Pack = AnswerFor<typeof readComplaintClaimPackOperation, 'consumer'>

page('GET', '/c/complaints/:id/claim-pack', 'consumer', async ({ params, ask, t, lang }) => {
  const pack = await ask(readComplaintClaimPackOperation, { params })
  const { lines } = pack
  return (
    <Frame title={t('起诉要用的材料', 'Papers for the court')}>
      <p class="note">
        {t(`${pack.message}。可以打印，交给法院。制作于 `, `${pack.message_en}. Made `)}
        <When at={pack.made_at} dated />
      </p>
      <AgainstWhom shop={pack.shop} />
      <Sums pack={pack} />
      <section class="card">
        <Derivation
          caption={t(
            '按店家的原因，卡里该退多少；是谁的原因，由法院认定',
            'What the card gives back for the shop’s doing; whose doing it was, the court finds',
          )}
          figure={{ lines, amount_fen: pack.due_fen }}
        />
      </section>
      <Payments pack={pack} />
      <section class="card">
        <h2>{t('经过', 'What happened')}</h2>
        <Rows>
          {pack.timeline.map((one) => (
            <Row title={t(one.text, one.text_en)} note={<When at={one.at} />} />
          ))}
        </Rows>
      </section>
      <PlacesToGo of={pack} lang={lang} />
      <h2>{t('起诉状，照着写', 'The statement of claim, as it is handed in')}</h2>
      <pre tabindex={0} lang="zh-CN">
        {pack.lawsuit}
      </pre>
    </Frame>
  )
})

const Sums: FC<{ pack: Pack }> = ({ pack }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('多少钱', 'How much')}</h2>
      <Facts
        of={[
          [t('实际支付', 'Paid'), <Money fen={pack.paid_fen} />],
          [t('已付给店家', 'Gone to the shop'), <Money fen={pack.to_shop_fen} />],
          [t('已退', 'Refunded'), <Money fen={pack.refunded_fen} />],
          [t('正在退', 'On its way'), <Money fen={pack.on_the_way_fen} />],
          [t('还在卡里', 'Still on the card'), <Money fen={pack.on_card_fen} />],
          [t('应退的里已给的', 'Given of what is due'), <Money fen={pack.given_fen} />],
          [t('有争议的核销', 'Uses in question'), <Money fen={pack.uses_fen} />],
          [t('主张', 'Claimed'), <Money fen={pack.claimed_fen} />],
        ]}
      />
    </section>
  )
}

const Payments: FC<{ pack: Pack }> = ({ pack }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('付款、合同和凭证', 'Payments, contracts and proofs')}</h2>
      <Rows>
        {pack.payments.map((one) => (
          <Row
            href={`/c/lots/${one.lot_id}/proof`}
            icon="receipt-text"
            title={<Money fen={one.paid_fen} />}
            note={
              <>
                <When at={one.paid_at} /> · {t('合同哈希 ', 'contract ')}
                <code>{one.contract_hash}</code>
              </>
            }
          />
        ))}
        {pack.uses.map((use) => (
          <Row
            title={use.label}
            note={
              <>
                {t('有争议的核销 ', 'a use in question ')}
                <When at={use.at} />
              </>
            }
            right={<Money fen={use.left_fen} />}
          />
        ))}
      </Rows>
    </section>
  )
}
