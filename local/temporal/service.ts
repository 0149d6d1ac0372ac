import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from './search-attributes.ts';

/** The number of the type Keyword in Temporal's API (temporal.api.enums.v1.IndexedValueType). */
const KEYWORD = 2;

type AdministeredConnection = Pick<Connection, 'operatorService'>;

/** Registers the search attributes that the namespace lacks. A development server may instead be started with them. */
export async function registerSearchAttributes(connection: AdministeredConnection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = SEARCH_ATTRIBUTES.filter((name) => customAttributes?.[name] === undefined);
  if (missing.length === 0) return;
  await addSearchAttributes(connection, namespace, missing);
}

/** Registers search attributes that the namespace is known to lack. */
export async function addSearchAttributes(
  connection: AdministeredConnection,
  namespace: string,
  names: readonly string[] = SEARCH_ATTRIBUTES,
): Promise<void> {
  const searchAttributes = Object.fromEntries(names.map((name) => [name, KEYWORD]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

/** Whether the service answers for the namespace and knows the search attributes: only then may workers and callers come. */
export async function isServing(address: string, namespace: string, within_ms = 2_000): Promise<boolean> {
  const connection = Connection.lazy({ address, connectTimeout: within_ms });
  try {
    return await connection.withDeadline(Date.now() + within_ms, async () => {
      await connection.workflowService.describeNamespace({ namespace });
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      return SEARCH_ATTRIBUTES.every((name) => customAttributes?.[name] !== undefined);
    });
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
