/** What is told of somebody's own account, in the same words to everybody, whatever they switched off. */
export const ACCOUNT_WORDS = {
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
  'companion.warned':
    '钱没有动。您陪护的家人正在找回账户，24小时后生效。请马上问一声，不是本人就点短信里的链接取消',
} as const
