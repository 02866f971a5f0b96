/** Every limit of a rule, each with its reason. */
export const ruleLimits = {
  /** Groups inside groups: deeper than this nobody can read the sentence. */
  groupDepthMax: 6,
  /** Members of one group, what one screen of the builder can hold. */
  groupMembersMax: 50,
  /** Leaves of a whole rule: keeps the compiled statement under 256 kB. */
  leavesMax: 200,
  /** Kinds of event in one leaf. */
  eventNamesMax: 20,
  /** Property conditions of one event leaf. */
  filtersMax: 20,
  /** Values that one condition compares with; longer lists belong into a trait. */
  valuesMax: 500,
  /** Characters of a text that is compared with. */
  textCharsMax: 500,
  /** Characters of the name of an event, a trait or a property. */
  nameCharsMax: 200,
  /** Ten years: longer windows are better said as `ever`. */
  windowDaysMax: 3_660,
  /** Half a year: a longer look ahead finds nearly everybody. */
  anniversaryDaysMax: 183,
  /** Ten metres: places are not known better. */
  distanceKmMin: 0.01,
  /** Half around the Earth: everywhere. */
  distanceKmMax: 20_040,
  /** Steps of one sequence: each keeps a list of moments a person. */
  sequenceStepsMax: 6,
  /** Segments that ask for segments that ask for segments: deeper than this nobody knows who is meant. */
  segmentDepthMax: 5,
  /** Different segments that one rule asks for, directly or through others. */
  segmentsMax: 50,
  /** Leaves of a rule together with those of the segments it asks for: keeps the compiled statement under 1 MB. */
  resolvedLeavesMax: 1_000,
} as const
