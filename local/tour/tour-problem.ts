/** Why the tour can't go on at some place: told as its message, without a stack trace. */
export class TourProblem extends Error {}
