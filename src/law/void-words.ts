/** The words void terms are made of, as pieces of regular expressions over cleaned text. */

export const SHOP =
  '(?:商家|商户|本店|我店|原店|门店|店方|店家|经营者|本公司|我司|公司|平台|机构|会所|甲方|乙方|我方)'
export const CONSUMER = '(?:消费者|顾客|客户|会员|持卡人|学员|家长|用户|您|本人)'
/** Money or service still owed to the consumer. */
export const OWED =
  '(?:余额|余款|剩余|预付|预存|充值款|储值|本金|卡内|未用|未使用|未消费|未上|次数|课时|学费|会费)'
export const NOT = '(?:不|勿|莫|无法|没法|难以)'
export const MAY =
  '(?:再|予以|予|给予|给|得|能够|能|可以|可|会|做|作|支持|接受|办理|提供|受理|允许|准许|准|许|同意|负责|进行|安排)'
export const WHATEVER =
  '(?:(?:以|因|在)?(?:任何|一切|各种)(?:情况|情形|原因|理由|形式|方式)?(?:下|而)?|无理由)?'
/** 退 as money given back; not 褪色, 退让, 退休, 退出 and the like. */
export const REFUND = '退(?![色让休缩步出位伍役场])'
export const REFUND_NOUN = '退(?:款|费|钱|卡|课|还|回|换|余额|定金|押金)'
export const FORBIDDEN = '(?:不得|不会|不能|不应|不可以|不可|不许|无权|绝不|从不|不再|严禁|禁止)'
export const CHANGE =
  '(?:调整|变更|修改|更改|改变|更换|调价|涨价|提价|加价|上调|增减|缩减|减少|降低|调高|取消|停止)'
export const TERMS =
  '(?:价格|价目|收费|售价|单价|房价|课价|项目|服务|课程|品类|菜单|次数|标准|质量|条款|规则|章程|协议|合同|权益|折扣|优惠|老师|教练|教师)'
export const AT_WILL =
  '(?:随时|自行|单方面|单方|任意|擅自|直接|视情况|视情|不经通知|未经通知|无需通知)'
export const SHARE = String.raw`(?:\d+(?:\.\d+)?%|百分之|[一二三四五六七八九两]成|一半|半数)`
export const HARM =
  '(?:责任|后果|损失|风险|伤害|伤亡|损伤|受伤|摔伤|扭伤|意外|损害|事故|安全问题|人身安全)'
export const LAPSED = '(?:作废|清零|归零|清空|没收|不再有效|自动失效|失效|自动取消|扣完|扣光|不候)'
export const BY_TIME =
  '(?:过期|逾期|到期|超期|期满|届满|超过|超出|有效期|未使用|未用|未消费|未到店|未上课|' +
  String.raw`\d+(?:天|日|个月|年)(?:内|后))`
export const TRANSFER = '(?:转让|转卡|转赠|转售|转卖|转给|转移|过户|更名)'
export const LOST = '(?:遗失|丢失|失窃|被盗|丢卡|丢了|弄丢|卡丢|损坏|毁损)'
export const REISSUE = '(?:补办|补卡|补发|补领|补|挂失|换卡|换发)'
export const SUE = '(?:投诉|举报|起诉|诉讼|上诉|仲裁|曝光|差评|评价|上访|维权)'
/** The city's short name and its districts': where its consumers can reach a court without travelling. */
export type Here = { city: string; districts: readonly string[] }
/** The same as a piece of an expression. */
export const hereWords = ({ city, districts }: Here): string =>
  [city, ...districts, '本市', '当地'].map((word) => word.replace(/[^\p{L}\p{N}]/gu, '')).join('|')
export const USED_PART =
  '(?:已消费|已使用|已用|已核销|已兑付|已兑换|已享受|已提供|已完成|已制作|已加工|已取走|已提货|已上|已领取)' +
  '的?(?:部分|次数|课时|金额|商品|服务|项目|食品|蛋糕|费用|课程|礼品|赠品|款项)'
export const GIFT = `(?<!${OWED}[^,]{0,8})(?:赠送|赠品|赠额|奖励金|返现)(?:的)?(?:余额|金额|部分|次数|课时)?`

export const NO_REFUND_HIT = `${NOT}${MAY}{0,3}${WHATEVER}${REFUND}`

type Sign = { match: RegExp; unless: readonly RegExp[] }
export type VoidPattern = { id: string; article: string; why: string; signs: readonly Sign[] }

export const sign = (match: string, ...unless: string[]): Sign => ({
  match: new RegExp(match, 'gu'),
  unless: unless.map((excuse) => new RegExp(excuse, 'gu')),
})
export const article9 = (item: string): string => `法释〔2025〕4号第九条第${item}项`
