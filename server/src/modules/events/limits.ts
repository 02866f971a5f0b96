/** One message with everything in it. Segment allows 32 KB; an imported order of a thousand lines needs more. */
export const messageBytesMax = 512 * 1024
/** Nesting of objects and arrays inside a message: past it no report or rule could name the value. */
export const depthMax = 12
/** Keys in one message, all levels together: each becomes a path of a column. An order of a thousand lines has 6,000. */
export const keysMax = 10_000
/** Keys of one object. A wider one is a map with data for keys, and would make a column a row. */
export const objectKeysMax = 500
export const keyLengthMax = 200
export const eventNameLengthMax = 200
export const identifierLengthMax = 300
export const messageIdLengthMax = 300
/** A timestamp this far ahead of our clock is a broken clock, not a late delivery. */
export const futureMsMax = 24 * 60 * 60 * 1000
/** Nothing happened to a customer before; also keeps the number of yearly partitions small. */
export const earliestTime = Date.UTC(1970, 0, 1)
/** A device's clock is corrected when it is off by more than a slow network explains. */
export const clockSkewMsMin = 10_000
