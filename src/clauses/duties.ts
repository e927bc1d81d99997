import { isHan, PAUSE } from './letters'

/**
 * What binds the shop itself is no term against anybody: 「甲方不得以特价为由拒绝退款」 denies a denial. Such pieces are
 * blanked, letter for letter, before the rest of the sentence is read.
 */
export function withoutShopsDuties(said: string): string {
  const pieces = said.split(PAUSE)
  let falls_on_shop = false
  return pieces
    .map((piece, at) => {
      const next = pieces[at + 1] ?? ''
      const is_breach =
        next !== '' &&
        (isShopsBreach(piece) || (piece.endsWith('的') && (isRight(next) || isConcession(next))))
      const falls = is_breach || bindsShop(piece) || (falls_on_shop && isConsequence(piece))
      falls_on_shop = falls
      const is_free =
        isRight(piece) ||
        isLet(piece) ||
        isWorkedGoods(piece) ||
        NOT_ASKED.test(piece) ||
        CRIME.test(piece)
      return falls || is_free ? blanked(piece) : piece
    })
    .join(PAUSE)
}

const blanked = (piece: string): string =>
  [...piece].map((letter) => (isHan(letter) ? '某' : letter)).join('')

const SHOP =
  '(?:商家|经营者|[本该我]店|门店|店铺|店家|店方|商户|机构|俱乐部|场馆|会所|[本我](?:公司|馆|校|司|园|院)|我们|我方|' +
  '俱乐部|健身房|会馆|商场|诊所|医院|老板|店主|店长|中心|发卡(?:方|机构|企业|行)|学校|园方|馆方|校方|卖方|服务(?:方|商|提供者)|总部|加盟店|员工|店员|前台|教练|销售人员|工作人员|平台)'
const ANY_PARTY = '(?:任何一方|双方|各方|任何(?:条款|约定|规则|告示))'
const CONSUMER =
  /(?:会员|消费者|顾客|客户|客人|持卡人|学员|家长|用户|购卡人|监护人|受让人|您|你|亲)们?[^,]{0,6}$/
const MUST_NOT =
  '(?:不得|不能|不可以?|不应当?|不许|不准|严禁|禁止|无权|(?:绝|决|保证|承诺|坚决)不|不会)'

/** What only who took the money can do to who paid it. */
const SHOP_ACTS =
  '(?:拒绝|拒不|推诿|推脱|拖延|拖欠|拒退|拒付|阻挠|阻碍|刁难|设置|扣留|截留|挪用|克扣|侵占|变相|强制|强迫|诱导|捆绑|' +
  '搭售|转包|外包|排除|减轻|加重|规避|逃避|隐瞒|泄露|收取|加收|多收|另收|扣减|清零|没收|提高|涨价|降低|缩短|' +
  '(?:擅自|单方面?|随意)(?:提高|降低|变更|更换|调整|扣|收|停|减少|缩|改|关|取消|转)|再?收(?!到))'
/** The same where the text does not say whose ban it is: the acts without a consumer's meaning. */
const SURELY_SHOPS =
  '(?:(?:拒绝|拒不|推诿|拖延|迟延)(?:为[^,]{1,6})?(?:退|返还|补办|补卡|挂失|办理|提供|受理|开具|开票|兑付|履行|激活|换卡|延期|转让|查询|承担)|' +
  '不予(?:退|返|补|办|受理)|不退|排除|剥夺|扣减|清零|没收|收取|加收|另收|克扣|截留|挪用|强制|捆绑|搭售|缩短|泄露|' +
  '(?:擅自|单方面?)?(?:提高(?:价格|收费|单价)|降低(?:服务|质量|标准)|减少(?:次数|服务|课时)))'
/** A demand between the ban and the act makes it the consumer's: 不得要求…. */
const BETWEEN = '(?:(?!要求|申请|主张|提出|请求|索|诉|投诉|以|因)[^,]){0,14}?'
const THEREBY = '(?:因此|据此|以此|为此)?'
const BY_REASON =
  /(不得|不能|不可以?|不应当?|无权|不许|不会)[以因借用][^,]{0,60}?(?:为由|为借口|为名|理由|原因|借口|名义|条款|方式|形式|手段|公告|通知|告示|声明|而)/g

const BANNED_TO_SHOP = new RegExp(
  `(?:${SHOP}|${ANY_PARTY})[^,]{0,12}?${MUST_NOT}${THEREBY}${BETWEEN}${SHOP_ACTS}`,
)
const BANNED_AT_ALL = new RegExp(`${MUST_NOT}${THEREBY}${BETWEEN}${SURELY_SHOPS}`)

/** 不会因为投诉就不给约课; 并非只有生病才能退: what would deny is itself denied. */
const DENIED_AGAIN = new RegExp(
  [
    '(?:不会?|不得|不能|绝不)因为?[^,]{1,24}(?:就|而)被?[不拒停减扣限收失丧取]',
    '(?:并非|不是|并不是|用不着|不必|无须|不需要)说?(?:只有|必须|非得|一定要)[^,]{0,16}才',
    '没有(?:任何|哪|一[种项个])[^,]{0,16}(?:不能|不可以?|不得|不给|无法|不退)',
    '^谁说[^,]{1,12}不',
    '(?:没有?|不是|并非|并没有)说[^,]{1,16}(?:不能|不可以?|不得|不给|无法|不退|作废|没了)',
    '(?:不关|不影响|不涉及)[^,]{0,4}(?:老卡|老会员|已购|原卡)',
    '(?:无须|无需|不用|不必|不需要?)(?:再|另行?)?(?:向[^,]{1,6})?(?:支付|缴纳?|交|付|承担|补缴?)[^,]{0,10}(?:金|费用?|钱|款|差价)$',
    '(?:不得|不能|无权)主张[^,]{1,8}(?:不得|不能|不可)',
    '^(?!.*只)[^,]{1,16}(?:不以|不要求|不需要?|无须|无需|不用|不必|不会要求)[^,]{1,20}(?:为条件|为前提)$',
  ].join('|'),
)

function bindsShop(piece: string): boolean {
  if (DENIED_AGAIN.test(piece)) return true
  const said = piece.replace(BY_REASON, '$1')
  const ban = BANNED_TO_SHOP.exec(said) ?? BANNED_AT_ALL.exec(said)
  if (ban !== null) return !CONSUMER.test(said.slice(0, ban.index + ban[0].search(MUST_NOT)))
  return BEARS.test(said) && !DENIES.test(said)
}

/** 由总部承担连带退还责任. */
const BEARS = new RegExp(
  `${SHOP}[^,]{0,4}(?:应当?|须|将|愿|依法)*(?:对[^,]{1,16})?(?:承担|负)[^,]{0,10}(?:责任|损失|费用)`,
)
const DENIES = /[不无未非免]|为限|最[高多]|封顶|[仅只]/

/** 机构违约致学员退学的. */
const SHOP_BREAKS = new RegExp(
  `^(?:因)?${SHOP}(?:单方面?)?(?:违约|违反|擅自|无故|逾期|停业|闭店|倒闭|关门)[^,不]{0,12}的$`,
)
/** 甲方逾期退款的，…: what follows falls on who owes the refund. */
const isShopsBreach = (piece: string): boolean =>
  SHOP_BREAKS.test(piece) ||
  (/(?:逾期|未按[^,]{0,6}|未能?|拒不|拒绝|延迟|迟延|拖延)(?:及时|按时)?(?:退款|退还|返还|退费|退付|补办|开课|开业|交付|提供服务)[^,]{0,4}的$/.test(
    piece,
  ) &&
    !CONSUMER.test(piece.replace(/(?:逾期|未|拒|延|迟|拖).*$/, '')))
const isConsequence = (piece: string): boolean =>
  /^(?:每|按(?!原价|门市|单次|单日|标价|挂牌)|应|须|并且?应|除|由|自|双倍|加倍|承担|支付|赔偿|违者|违反的|否则)/.test(
    piece,
  )

/** 不做也能退, 找我退费, 借给家里人用没事; 放弃主张违约金: what is let, or given up by who could ask for it. */
const LET = new RegExp(
  [
    '(?:也|都|照样?|照常|仍然?|还)(?:能|可以?|给)?退(?:款|费|钱|还)?(?:哈|的|哦|啦)?$',
    '(?:找|联系)(?:我们?|店长|前台|财务)[^,]{0,6}退(?:款|费|钱|卡)?$',
    '(?:没事|没关系|不要紧|没问题|都行)(?:的|哈|啦)?$',
    '(?:有效期|期限|时间|会籍|月卡|年卡|包月|统一|相应|自动|往后)[^,不]{0,10}(?:顺延|延长|后延|延后|往后延|补[足回]|延)[^,不]{0,6}$',
    '(?:老卡|老会员|已购|原卡)[^,不]{0,8}(?:按|照)(?:原|旧|老|以前|办卡)',
    '放弃[^,]{0,14}(?:违约金|手续费|解约赔偿|扣次)',
    '(?:甲方|乙方|商家|本店|店家|机构)违约的?[^,]{0,4}双倍返还$',
  ].join('|'),
)
const WANTS = /不(?:做|用|来|想|练|喜欢|满意|需要|吃|学|去|要紧|要|合适|方便)了?/g
const isLet = (piece: string): boolean =>
  LET.test(piece) &&
  !/[不无概恕拒扣收罚%折]|出了?[事问]|[跟与和同][^,]{1,8}没/.test(piece.replace(WANTS, ''))
/** 鱼杀好了不退, 键帽拆了包装不退: what was worked on or opened, of which nothing is prepaid. */
const WORKED =
  /^[^,]{1,10}(?:拆|裁|杀|切|磨|烤|印|刻|锯|煮|削|撕|兑换码)[^,]{0,6}(?:不|恕不|不能|不可)(?:予|支持|接受)?[退换][^,]{0,2}$/
const isWorkedGoods = (piece: string): boolean =>
  WORKED.test(piece) && !/卡|费|课|余额|储值|疗程|套餐|次|都|全|一律|概|或不|不拆/.test(piece)
/** 不得伪造、变造会员卡后转让牟利: a ban on what nobody may do. */
const CRIME =
  /(?:不得|不能|不可|严禁|禁止|不许)[^,]{0,12}(?:伪造|变造|冒用|冒名|盗用|盗取|骗取|倒卖|套现)/
/** 甲方未提出退款的，…: that nobody asks denies nothing. */
const NOT_ASKED =
  /(?:甲方|乙方|消费者|会员|顾客|客户|学员|家长|用户|您)(?:未|不|没有?)(?:提出|申请|要求|主张)退[^,]{0,3}的$/

/** 消费者可以解除合同: a right of the consumer's without a price. */
const RIGHT = new RegExp(
  [
    '^(?:则|那么)?(?:消费者|会员|顾客|客户|学员|家长|用户|持卡人|您|你)',
    '[也均都亦仍]?(?:可以?|有权|能够?)(?:依法|随时|自行|在任何时候|在任何时间|在[^,]{1,8}内)?(?:要求|请求|主张|选择|申请)?',
    '[^,]{0,8}(?:解除|取消会籍|退[^园出群]|赔偿|解约|投诉|起诉|举报|更换|拒绝)',
  ].join(''),
)
const isRight = (piece: string): boolean =>
  RIGHT.test(piece) && !/[扣收%成但仅只才不未折]|费$|手续费|违约金|除外/.test(piece)
/** 收据丢了的，写个说明即可办理. */
const isConcession = (piece: string): boolean =>
  /(?:即可|也可以?|照样(?!扣|走|算|计)|仍可以?|同样可以|也能|不影响)[^,]{0,4}(?:办|退|用|补|转|申请|消费)?/.test(
    piece,
  ) && !/[扣收%但仅只才失罚]|不[^影]/.test(piece)
