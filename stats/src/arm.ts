/** What a comparison needs to know of one arm. */
export interface Arm {
  readonly n: number
  readonly mean: number
  /** Variance between people, of which the mean has 1/n. */
  readonly variance: number
  /** The arm before regression adjustment; the same figures when nothing was adjusted. */
  readonly raw: RawArm
}

interface RawArm {
  readonly mean: number
  readonly variance: number
  /** Between the adjusted and the raw outcome of a person. */
  readonly covariance: number
}

export interface Arms {
  readonly control: Arm
  readonly treatment: Arm
}
