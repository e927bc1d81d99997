type Name =
  | 'YFB_ENV'
  | 'YFB_MASTER_KEY'
  | 'VAPID_PRIVATE_KEY'
  | 'PAYMENTS'
  | 'SMS'
  | 'BANK'
  | 'STRIPE_SECRET_KEY'
  | 'STRIPE_WEBHOOK_SECRET'
  | 'DEV_TOKEN'
export function readVars(file?: string): Record<string, string>
export function ensureDevVars(file?: string): Record<string, string> & Record<Name, string>
