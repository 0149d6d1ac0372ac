import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type NewCallback = {
  webhook_id: string;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
};
/** `number` counts the callbacks as they first came. */
export type ReceivedCallback = NewCallback & { number: number; received_at: string; deliveries: number };
export type CallbackQuery = {
  object?: string | undefined;
  type?: string | undefined;
  client_reference?: string | undefined;
  after?: string | undefined;
  limit: number;
};
export type CallbackOrder = 'oldest_first' | 'newest_first';
export type Order = { client_reference: string; checkout: string };
export type ShopStore = ReturnType<typeof openShopStore>;

type CallbackRow = {
  sequence: number;
  webhook_id: string;
  type: string;
  timestamp: string;
  data_json: string;
  received_at: string;
  deliveries: number;
};

const KEPT_CALLBACKS = 50_000;
const KEPT_ORDERS = 5_000;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS callbacks (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_id TEXT NOT NULL UNIQUE, -- a callback delivered again is the same row, counted
  type TEXT NOT NULL, timestamp TEXT NOT NULL, data_json TEXT NOT NULL, client_reference TEXT,
  received_at TEXT NOT NULL, deliveries INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX IF NOT EXISTS callbacks_by_order ON callbacks (client_reference) WHERE client_reference IS NOT NULL;
CREATE TABLE IF NOT EXISTS callback_objects (
  object TEXT NOT NULL, callback INTEGER NOT NULL REFERENCES callbacks (sequence) ON DELETE CASCADE, PRIMARY KEY (object, callback)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS callback_objects_by_callback ON callback_objects (callback);
CREATE TABLE IF NOT EXISTS orders (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, client_reference TEXT NOT NULL UNIQUE, checkout TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS orders_by_checkout ON orders (checkout);
`;

/** What the shop remembers: the callbacks that it got and the orders that it sent to the checkout. */
export function openShopStore(folder: string) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'shop.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;');
  database.exec(SCHEMA);
  const countAgain = database.prepare('UPDATE callbacks SET deliveries = deliveries + 1 WHERE webhook_id = ?');
  const insertCallback = database.prepare(
    'INSERT INTO callbacks (webhook_id, type, timestamp, data_json, client_reference, received_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertObject = database.prepare('INSERT OR IGNORE INTO callback_objects (object, callback) VALUES (?, ?)');
  const dropOldest = (table: 'callbacks' | 'orders') =>
    database.prepare(`DELETE FROM ${table} WHERE sequence <= (SELECT sequence FROM ${table} ORDER BY sequence DESC LIMIT 1 OFFSET ?)`);
  const dropCallbacks = dropOldest('callbacks');
  const dropOrders = dropOldest('orders');

  const insertNew = ({ webhook_id, type, timestamp, data }: NewCallback, received_at: Date): void => {
    const reference = typeof data.client_reference === 'string' ? data.client_reference : null;
    const row = insertCallback.run(webhook_id, type, timestamp, JSON.stringify(data), reference, received_at.toISOString());
    for (const object of objectsOf(data)) insertObject.run(object, row.lastInsertRowid);
    dropCallbacks.run(KEPT_CALLBACKS);
  };

  return {
    /** Keeps a callback once; delivered again it is only counted. Says whether it was new. */
    keepCallback(callback: NewCallback, received_at: Date): 'new' | 'again' {
      database.exec('BEGIN IMMEDIATE');
      try {
        const again = Number(countAgain.run(callback.webhook_id).changes) > 0;
        if (!again) insertNew(callback, received_at);
        database.exec('COMMIT');
        return again ? 'again' : 'new';
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },

    /** In the order in which they first came, or the newest first for people. */
    listCallbacks(query: CallbackQuery, order: CallbackOrder): { data: ReceivedCallback[]; has_more: boolean } {
      const { conditions, values } = callbackConditions(query, order);
      const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
      const direction = order === 'oldest_first' ? 'ASC' : 'DESC';
      const rows = database
        .prepare(`SELECT * FROM callbacks ${where} ORDER BY sequence ${direction} LIMIT ?`)
        .all(...values, query.limit + 1) as CallbackRow[];
      return { data: rows.slice(0, query.limit).map(received), has_more: rows.length > query.limit };
    },

    addOrder({ client_reference, checkout }: Order): void {
      database.prepare('INSERT OR IGNORE INTO orders (client_reference, checkout) VALUES (?, ?)').run(client_reference, checkout);
      dropOrders.run(KEPT_ORDERS);
    },

    /** An order by its own reference, or by its checkout where there is none. */
    findOrder({ order, checkout }: { order?: string | undefined; checkout?: string | undefined }): Order | undefined {
      const column = order === undefined ? 'checkout' : 'client_reference';
      const query = database.prepare(`SELECT client_reference, checkout FROM orders WHERE ${column} = ?`);
      return query.get(order ?? checkout ?? '') as Order | undefined;
    },

    close(): void {
      database.close();
    },
  };
}

function callbackConditions({ object, type, client_reference, after }: CallbackQuery, order: CallbackOrder) {
  const conditions: string[] = [];
  const values: string[] = [];
  const add = (condition: string, value: string | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  add('sequence IN (SELECT callback FROM callback_objects WHERE object = ?)', object);
  add('type = ?', type);
  add('client_reference = ?', client_reference);
  add(`sequence ${order === 'oldest_first' ? '>' : '<'} (SELECT sequence FROM callbacks WHERE webhook_id = ?)`, after);
  return { conditions, values };
}

/** The ids of what a callback tells about: a purchase, a subscription, a charge. */
function objectsOf(data: Record<string, unknown>): string[] {
  return Object.values(data).filter((value): value is string => typeof value === 'string' && /^(pur|sub|chg)_/.test(value));
}

function received({ sequence, webhook_id, type, timestamp, data_json, received_at, deliveries }: CallbackRow): ReceivedCallback {
  return { number: sequence, webhook_id, type, timestamp, data: JSON.parse(data_json) as Record<string, unknown>, received_at, deliveries };
}
