import { readContractOperation } from '../../offers/routes'
import { page } from '../door'
import { Frame } from '../frame'
import { ReadAloud } from '../ui/island'

/** The contract alone, for anybody: read it at home, print it, show it to the children. */
page('GET', '/contracts/:id', 'public', async ({ params, ask, t }) => {
  const contract = await ask(readContractOperation, { params })
  const merchant_name = contract.merchant_name
  return (
    <Frame
      sheet="public"
      title={t(`${merchant_name}的合同`, `Contract of ${merchant_name}`)}
      lead={t(
        '每一笔充值都留着它签下的这一份，以后改价也不变。',
        'Each payment keeps the contract it was made under. The text is in Chinese, and that text binds.',
      )}
    >
      <p>
        <a href={`/offers/${params.id}`}>{t('看要点和价钱', 'Its points and price, in English')}</a>
      </p>
      <ReadAloud />
      <div class="col" lang="zh-CN">
        {contract.articles.map((article) => (
          <section class="card">
            <h2>
              {article.no}. {article.title}
            </h2>
            {article.body.split('\n').map((line) => (
              <p>{line}</p>
            ))}
          </section>
        ))}
      </div>
      <p class="small mute">
        {t('合同编号', 'Contract no.')} <code>{contract.hash.slice(0, 16)}</code>
      </p>
    </Frame>
  )
})
