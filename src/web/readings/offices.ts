/** Those who read of people for an office, and answer for it. */
export const OFFICES = ['bank', 'regulator', 'operator'] as const
