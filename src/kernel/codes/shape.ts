/** How one room names its refusals; `catalogue.ts` joins them all. */
export type Codes = Record<string, { status: number; message: string; frozen?: true }>
