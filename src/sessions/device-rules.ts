const MACHINES: readonly [RegExp, string][] = [
  [/iPhone/, '苹果手机'],
  [/iPad/, '苹果平板'],
  [/HarmonyOS|OpenHarmony/, '鸿蒙手机'],
  [/Android.*Mobile/, '安卓手机'],
  [/Android/, '安卓平板'],
  [/Windows/, 'Windows 电脑'],
  [/Macintosh|Mac OS X/, '苹果电脑'],
  [/Linux|CrOS/, 'Linux 电脑'],
]
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/AlipayClient/, '支付宝'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const found = (of: readonly [RegExp, string][], user_agent: string): string | undefined =>
  of.find(([form]) => form.test(user_agent))?.[1]

/** What a device is called until its owner gives it a name: what it says of itself, and nothing that tells one from another. */
export function deviceName(user_agent: string): string {
  const machine = found(MACHINES, user_agent)
  const browser = found(BROWSERS, user_agent)
  return machine === undefined ? '一台设备' : [machine, browser].filter(Boolean).join(' · ')
}
