/** What is told in the same words to everybody, whatever they switched off. */
export const FIXED_WORDS = {
  'device.signed_in':
    '钱没有动。您的账户刚在一台新设备上登录；不是您，请登录预付保点“我的”让它退出',
  'recovery.cancelled': '钱没有动。账户找回的申请已取消',
  'consumer.phone_changed': '钱没有动。您的账户改用这个手机号，以后的短信发到这里',
  'pin.changed': '钱没有动。您的支付密码已更换，以前的消费码全部作废；不是您请马上登录预付保挂失',
  'passkey.added':
    '钱没有动。您的账户添加了一把通行密钥，可以代替支付密码；不是您请马上登录预付保删掉并挂失',
  'passkey.removed': '钱没有动。您的账户删掉了一把通行密钥；不是您请马上登录预付保看看',
  'passkey.suspended':
    '钱没有动。您的一把通行密钥可能被人复制过，已经停用；请登录预付保用支付密码换一把',
  'account_union.started':
    '钱没有动。有人申请把您的账户并成一个，24小时后可办；不是您请登录预付保取消',
  'account_union.cancelled': '钱没有动。合并账户的申请已取消',
  'account_union.done':
    '钱没有动。您的两个账户已合成一个，卡都在里面；不是您请马上登录预付保挂失并拨12345',
  'account_union.companion_told':
    '钱没有动。您陪护的家人正在合并账户，24小时后可办。请马上问一声，不是本人请他取消',
  'mandate.filed':
    '钱没有动。有人以家属名义申请接手您的账户；不是这样，15天内登录预付保异议，一按即停',
  'mandate.companion_told':
    '钱没有动。有人以家属名义申请接手您陪护的账户。请马上问一声，不对就登录预付保异议',
  'mandate.heir_named': '钱没有动。您被列为继承人，请登录预付保用支付密码确认',
  'mandate.answered': '钱没有动。继承或监护的申请有了结果，请登录预付保看',
  'estate.division_proposed': '钱没有动。继承的卡有人提出分法，请登录预付保看看，同意才算数',
  'estate.card_moved': '钱没有动。您继承的一张卡已到您的账户，余额和合同不变',
  'companion.warned':
    '钱没有动。您陪护的家人正在找回账户，24小时后生效。请马上问一声，不是本人就点短信里的链接取消',
  'dispute.won': '没有扣钱。卡里那笔付款的争议已有结果，另放的钱回到卡里，一切照旧',
  'refund.goes_to_holder':
    '没有扣钱。您付过款的一张卡已转让，退款归现在的持卡人，不退到您的付款账户',
  'refund.withdrawn': '钱没有动。退款已撤回，卡照常使用',
  'card.frozen': '钱没有动。您的一张卡已冻结，消费码全部作废',
  'card.unfrozen': '钱没有动。您的一张卡已解冻，请重新领取消费码',
  'card.transfer_offered': '钱没有动。您发起了卡的转让，等对方接受；不是本人请立即登录预付保撤回',
  'card.transferred': '卡已转让，余额与合同一并转给新的持卡人',
  'card.paused': '钱没有动。期限卡已停卡，停卡的日子不计',
  'card.resumed': '钱没有动。期限卡已恢复，从今天起继续计天',
  'complaint.accepted': '钱没有动。您的投诉或举报已受理，期限请登录预付保查看',
  'complaint.refused': '钱没有动。您的投诉或举报没有受理，依据请登录预付保查看',
  'complaint.extended': '钱没有动。您的投诉延期一次，新的期限请登录预付保查看',
  'data.exported': '钱没有动。有人导出了您账户的全部资料；不是您，请马上登录预付保换支付密码',
  'erasure.asked': '钱没有动。您的账户七天后注销，之前登录预付保可以取消；不是您请马上取消',
  'erasure.ended': '钱没有动。账户注销没有办，账户照常用',
  'access.emergency_read':
    '钱没有动。有单位紧急查阅了您的资料，事后两人复核。登录预付保“谁看过我的资料”可看原因',
  'service.stopped': '钱没有动。店家通知停止服务，停的日子不计；您可以登录预付保看能退多少',
  'service.resumed': '钱没有动。店家恢复服务，期限卡继续计天',
} as const
