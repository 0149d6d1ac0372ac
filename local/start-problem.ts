/** Something that the person who starts the stack can put right: shown as its message, without a stack trace. */
export class StartProblem extends Error {}
