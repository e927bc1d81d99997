import { readLotProofOperation } from '../../proofs/routes'
import { sayIn } from '../around'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Facts, Money, unitsText, When } from '../ui/text'

type LotProof = AnswerFor<typeof readLotProofOperation>

const CONSENT: Record<string, string> = {
  code: '出示消费码',
  code_and_pin: '消费码加支付密码',
  counter_pin: '柜台输入支付密码',
  pin: '支付密码',
  holder: '本人确认',
  silence: '等待期满没有异议',
  decision: '监管裁定',
  shop: '预约到店结清',
  no_show: '预约没有到店，按合同',
}
const ROUTE: Record<string, string> = { original: '原路退回', bank: '退到本人银行账户' }
const STATE: Record<string, string> = {
  created: '即将退出',
  awaiting_account: '等收款账户',
  sent: '正在退',
  succeeded: '已到账',
  failed: '没有退成，另行退',
  withdrawn: '已撤回',
}

for (const [path, who] of [
  ['/c/lots/:id/proof', 'consumer'],
  ['/m/lots/:id/proof', 'staff'],
] as const)
  page('GET', path, who, async ({ params, ask }) => {
    const proof = await ask(readLotProofOperation, { params })
    return <Proof proof={proof} />
  })

/** One payment on paper: who, when, how much, what for, what is left, and what comes back. */
const Proof = ({ proof }: { proof: LotProof }) => {
  const shop = proof.shop
  const holder = proof.holder
  const payment = proof.payment
  const sums = proof.sums
  const quote = proof.quote
  const contract = proof.contract
  const unit = proof.unit
  return (
    <Frame title="付款凭证" only_zh>
      <p class="note">
        可以打印。制作于 {<When at={proof.made_at} dated />}；给调解员或法院看的就是这一张。
      </p>
      <h2>谁和谁</h2>
      <Facts
        of={[
          ['店家', shop.name],
          ['统一社会信用代码', shop.licence_no],
          ['法定代表人或经营者', shop.legal_representative],
          ['地址', shop.address],
          ['顾客', holder ? `${holder.nickname}（${holder.phone_mask}）` : '化名'],
          ['银行专户', shop.custody_account_mask === null ? '未开立' : shop.custody_account_mask],
        ]}
      />
      <h2>付了多少</h2>
      <Facts
        of={[
          ['实际支付', <Money fen={payment.amount_fen} />],
          ['付款时间', payment.paid_at === null ? '—' : <When at={payment.paid_at} dated />],
          ['支付流水号', payment.provider_ref === null ? '—' : payment.provider_ref],
          ['可用', unitsText(unit, proof.face_units, sayIn('zh'))],
          ['已用', unitsText(unit, proof.used_units, sayIn('zh'))],
        ]}
      />
      <h2>每次使用</h2>
      <Grid
        caption="每次使用"
        head={['时间', '什么', '数量', '付给店家', '怎么同意的']}
        rows={proof.uses.map((use) => [
          <When at={use.at} dated />,
          `${use.label}${use.corrected_units > 0 ? `（更正退回 ${unitsText(unit, use.corrected_units, sayIn('zh'))}）` : ''}`,
          unitsText(unit, use.units, sayIn('zh')),
          <Money fen={use.counted_fen} />,
          CONSENT[use.consent] ?? use.consent,
        ])}
      />
      <h2>钱在哪里</h2>
      <Facts
        of={[
          ['实际支付', <Money fen={sums.paid_fen} />],
          ['已付给店家', <Money fen={sums.to_shop_fen} />],
          ['已退给您', <Money fen={sums.refunded_fen} />],
          ['等确认占用的', <Money fen={sums.held_fen} />],
          ['卡里还有', <Money fen={sums.left_fen} />],
        ]}
      />
      {quote === null ? null : <Quoted quote={quote} />}
      {proof.refunds.length === 0 ? null : <Refunds of={proof.refunds} />}
      <h2>合同</h2>
      <p class="note">合同指纹 {contract.hash}；改动一个字，指纹就不同。</p>
      <pre tabindex={0} lang="zh-CN">
        {contract.text}
      </pre>
    </Frame>
  )
}

const Quoted = ({ quote }: { quote: NonNullable<LotProof['quote']> }) => (
  <>
    <h2>今天结束能退多少</h2>
    {(['not_consumer_cause', 'consumer_cause'] as const).map((way) => (
      <Grid
        caption={way === 'not_consumer_cause' ? '不是顾客的原因' : '是顾客的原因'}
        head={[way === 'not_consumer_cause' ? '不是顾客的原因' : '是顾客的原因', '依据', '金额']}
        rows={[
          ...quote[way].lines.map((line) => [
            line.text,
            line.article,
            <Money fen={line.amount_fen} />,
          ]),
          ['合计', '', <Money fen={quote[way].amount_fen} />],
        ]}
      />
    ))}
  </>
)

const Refunds = ({ of }: { of: LotProof['refunds'] }) => (
  <>
    <h2>退款</h2>
    <Grid
      caption="退款"
      head={['时间', '走哪条路', '到哪一步', '金额']}
      rows={of.map((part) => [
        <When at={part.created_at} dated />,
        ROUTE[part.route] ?? part.route,
        STATE[part.state] ?? part.state,
        <Money fen={part.amount_fen} />,
      ])}
    />
  </>
)
