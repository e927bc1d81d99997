/**
 * Of the reckoning: what a paper says it was worked out by. It changes when any figure may come out otherwise, so that
 * the same question under the same version always has the same answer and the same number.
 */
export const ENGINE_VERSION = '2026.4'
