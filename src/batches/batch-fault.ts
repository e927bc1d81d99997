/** What is wrong with the file as a whole; a fault of one holder stands in that holder's row. */
export class BatchFault extends Error {}
