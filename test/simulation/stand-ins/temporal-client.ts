/** Of `@temporalio/client`, the one error that activities tell apart. */
export class WorkflowNotFoundError extends Error {
  override name = 'WorkflowNotFoundError';
}
