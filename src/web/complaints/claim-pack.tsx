import { readDisputePackOperation } from '../../mediations/claim'
import { page } from '../door'
import { Derivation } from '../figures/derivation'
import { Frame } from '../frame'
import { Row, Rows } from '../look/rows'
import { Facts, Money, When } from '../ui/text'

/** The lot of an address of the API, for the page of its proof. */
const lotIn = (address: string): string =>
  address.split('/').find((word) => word.startsWith('lot_')) ?? address

page('GET', '/c/complaints/:id/claim-pack', 'consumer', async ({ params, ask, t, lang }) => {
  const pack = await ask(readDisputePackOperation, { params })
  const { shop, lines } = pack
  return (
    <Frame
      title={t('起诉的材料', 'Papers for the court')}
      lead={t(
        '投诉、调解没有解决，可以凭这些去法院。可以打印。',
        'Complaint and mediation came to nothing: with these you can go to court. Print them.',
      )}
    >
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
            [t('今天依法应退', 'Due by law today'), <Money fen={pack.due_fen} />],
            [t('其中没有争议的', 'Of it undisputed'), <Money fen={pack.undisputed_fen} />],
            [
              t('投诉里有争议的', 'In question in the complaint'),
              <Money fen={pack.disputed_fen} />,
            ],
          ]}
        />
      </section>
      {lines.length === 0 ? null : (
        <section class="card">
          <Derivation
            caption={t('怎么算的', 'How it is counted')}
            figure={{ lines, amount_fen: pack.due_fen }}
          />
        </section>
      )}
      <section class="card">
        <h2>{t('经过', 'What happened')}</h2>
        <Rows>
          {pack.events.map((one) => (
            <Row title={t(one.text, one.text_en)} note={<When at={one.at} />} />
          ))}
        </Rows>
      </section>
      <section class="card">
        <h2>{t('付款凭证', 'Proofs of payment')}</h2>
        <Rows>
          {pack.proofs.map((address) => (
            <Row
              href={`/c/lots/${lotIn(address)}/proof`}
              icon="receipt-text"
              title={t('付款凭证', 'Proof')}
              note={<code>{lotIn(address).slice(-8)}</code>}
            />
          ))}
        </Rows>
      </section>
      <section class="card">
        <h2>{t('去哪里', 'Where to go')}</h2>
        <ul class="col">
          {(lang === 'en' ? pack.where_to_go_en : pack.where_to_go).map((place) => (
            <li>{place}</li>
          ))}
        </ul>
      </section>
      <h2>{t('起诉状（要素）', 'The claim, as it is handed in')}</h2>
      <pre tabindex={0} lang="zh-CN">
        {pack.statement}
      </pre>
      <p class="small mute">
        {t('制作于 ', 'Made ')}
        <When at={pack.made_at} />
      </p>
    </Frame>
  )
})
