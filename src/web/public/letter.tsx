import { page } from '../door'
import { Frame } from '../frame'
import { Qr } from '../ui/qr'

/** A letter a customer prints and hands over the counter; it names no customer. In Chinese: the shop reads it. */
page('GET', '/tips/letter', 'public', async ({ c, t }) => {
  const name = (c.req.query('name') ?? '').replace(/\s+/g, ' ').trim().slice(0, 60)
  const address = `${c.var.world.config.public_url}/join`
  return (
    <Frame sheet="public" title={t('给店家的一封信', 'A letter to the shop')} heading="quiet">
      <p class="noprint note">
        {t(
          '用浏览器的“打印”，一张 A4。信上没有您的名字。',
          'Use the print command of your browser: one sheet of A4. Your name is not on it.',
        )}
      </p>
      <article class="letter" lang="zh-CN">
        <h2>{name === '' ? '店家' : name}，您好：</h2>
        <p>
          我是您的顾客。您家的东西好，我愿意办卡、愿意多充一点。可是这几年听多了“充了值，店没了”，
          家里人担心，我也不敢充。
        </p>
        <p>想请您看看“预付保”：</p>
        <ol class="dots">
          <li>顾客充的钱进银行专户，用一次，银行给您放一次，按日到账；</li>
          <li>顾客看得见银行的核对，才敢充、才会介绍别人来；</li>
          <li>合同和退款照法律写好、算好，不用您跟顾客争；</li>
          <li>店里贴一张码，谁扫都看得到银行核对的结果。</li>
        </ol>
        <p>您接入了，我就来办卡。</p>
        <p class="sign">一位想长期来的顾客</p>
        <div class="code card">
          <Qr value={address.toUpperCase()} label={t('店家接入的网址', 'How to join')} />
          <p class="small">扫一扫，看怎么接入：{address}</p>
        </div>
      </article>
      <div class="buttons">
        <a class="button plain" href="/tips">
          {t('我说过的店', 'Shops I told of')}
        </a>
      </div>
    </Frame>
  )
})
