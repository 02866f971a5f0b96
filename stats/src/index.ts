export type { BayesianOptions, Belief, Indifference, Prior, Risk } from './bayesian'
export { bayesianEffect, riskOf } from './bayesian'
export type { Caution } from './caution'
export { cautions } from './caution'
export * from './clusters'
export type { AdjustedArms } from './cuped'
export { adjust } from './cuped'
export {
  chiSquareSf,
  normalCdf,
  normalPdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
  studentTwoTailed,
} from './distributions'
export type { Effect, EffectRefusal, Scale } from './effect'
export { measureEffect } from './effect'
export type {
  IncrementalAnswer,
  IncrementalInput,
  IncrementalMethod,
  IncrementalNoAnswer,
  Verdict,
} from './incremental'
export { incremental } from './incremental'
export type { IncrementalRefusal } from './incremental-refusal'
export { incrementalRefusals, peoplePerGroupMin } from './incremental-refusal'
export type { Alternative, Interval } from './interval'
export * from './lookalike'
export type { DecisionRule, MorePeople, MorePeopleInput } from './more-people'
export { morePeople, powerAtGrowth } from './more-people'
export type { NoAnswer, NoAnswerReason } from './no-answer'
export { noAnswerReasons } from './no-answer'
export type { MinimalEffect, Outcome, PlannedWeek, TestPlan, WeekPlan, WeeksInput } from './power'
export { minimalDetectableEffect, plannedPower, planWeeks, proportionOutcome } from './power'
export { newcombeInterval, wilsonInterval } from './proportion'
export { quantile7 } from './quantile'
export type { Response, Trial } from './response'
export { pooledResponse, shrinkEffects, shrinkShares } from './response'
export type { CovariateSample, MeanSample, ProportionSample, Sample } from './sample'
export {
  combineCovariates,
  combineMeans,
  combineProportions,
  meanOf,
  varianceOf,
  withoutCovariate,
} from './sample'
export type { SampleRatio } from './sample-ratio'
export { sampleRatio, sampleRatioAlpha } from './sample-ratio'
export type { SampleSize, SampleSizeInput } from './sample-size'
export { sampleSize } from './sample-size'
export type { SequentialOptions } from './sequential'
export { sequentialTest, sequentialTuningDefault } from './sequential'
export type { TestOptions, TestResult } from './welch'
export { welchTest } from './welch'
