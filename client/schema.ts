/** Made by `npm run client` of the OpenAPI document. Do not edit. */
/* eslint-disable */

export interface paths {
    "/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List documents */
        get: operations["listDocuments"];
        put?: never;
        /** Create a document: what is sold, at which prices */
        post: operations["createDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a document */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a document; running subscriptions keep what they were sold */
        patch: operations["changeDocument"];
        trace?: never;
    };
    "/v1/documents/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a document: nothing new is sold under it. Harmless when repeated
         * @description Subscriptions that run under it renew on, and codes still open. Its name, site and callback URL can still be changed.
         */
        post: operations["archiveDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sell under a document again, as it stands. Harmless when repeated */
        post: operations["unarchiveDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a document
         * @description Each change makes one, and none ever changes. A purchase and a subscription name the one that they were sold under.
         */
        get: operations["listDocumentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a signed ping to the callback URL and show what came back
         * @description Waits a few seconds for the answer, which is in `callback_check`. An endpoint that fails is no error of this call.
         */
        post: operations["pingDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}/callbacks/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send callbacks again that were disabled; harmless when repeated
         * @description What was not sent meanwhile is kept as `disabled` and can be redelivered.
         */
        post: operations["enableCallbacks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checkouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a popup page for one buyer */
        post: operations["createCheckout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checkouts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a checkout */
        get: operations["getCheckout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/purchases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List purchases
         * @description Filters may be combined. With a date the list is ordered by that date, newest first.
         */
        get: operations["listPurchases"];
        put?: never;
        /** Buy codes: one charge on the invoice of the ISP */
        post: operations["createPurchase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/purchases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a purchase */
        get: operations["getPurchase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List subscriptions
         * @description Filters may be combined. With a date the list is ordered by that date, newest first.
         */
        get: operations["listSubscriptions"];
        put?: never;
        /** Subscribe a buyer: the first charge now, then one a period */
        post: operations["createSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a subscription */
        get: operations["getSubscription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/dossier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a dispute needs: offer, consent, mandate, every charge, mail and notice, and the end */
        get: operations["getDossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a subscription: no charge starts after this answer; harmless when repeated */
        post: operations["cancelSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/codes/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask whether a code opens; a one-shot code opens once, for the first who asks */
        post: operations["validateCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List transactions at the ISPs
         * @description Filters may be combined. A list that is narrowed by a date is ordered by that date, newest first; of two kinds of dates, by the one of booking.
         */
        get: operations["listCharges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/charges/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a transaction and its attempts */
        get: operations["getCharge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/charges/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give money back, wholly or in part; at most what was charged in all */
        post: operations["refundCharge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/refunds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a refund */
        get: operations["getRefund"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what you are owed: pending, available, and carried forward */
        get: operations["getBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List monthly statements */
        get: operations["listPayouts"];
        put?: never;
        /** State a month of test data, as the clock does for live money; test clocks may lie ahead */
        post: operations["makeTestPayout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payouts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a statement, as JSON, as CSV, or as a page to print */
        get: operations["getPayout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payouts/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every sale and refund of a statement */
        get: operations["listPayoutItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/daily": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what was sold, renewed, refused, given back and ended, day by day
         * @description Days are those of Paris. A charge counts on the day on which the provider books it, so a day may still change while a doubt of it is open.
         */
        get: operations["getDailyReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List callbacks */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a callback and the attempts to deliver it */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver a callback once more */
        post: operations["redeliverEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver many callbacks once more
         * @description Queues those that fit, the oldest first, and answers how many. They are sent by the dispatchers, with the share of lanes that their documents have; events of documents whose callbacks are disabled are left out.
         */
        post: operations["redeliverEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/test_clocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List test clocks */
        get: operations["listTestClocks"];
        put?: never;
        /** Make a clock for test subscriptions */
        post: operations["createTestClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/test_clocks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a test clock */
        get: operations["getTestClock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/test_clocks/{id}/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a clock on, however far; all that falls due on the way happens in order */
        post: operations["advanceTestClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "purchase.completed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Posted to the callback URL of the document for purchase.completed */
        post: operations["callback_purchase_completed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "purchase.declined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Posted to the callback URL of the document for purchase.declined */
        post: operations["callback_purchase_declined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "subscription.activated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Posted to the callback URL of the document for subscription.activated */
        post: operations["callback_subscription_activated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "subscription.renewed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Posted to the callback URL of the document for subscription.renewed */
        post: operations["callback_subscription_renewed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "subscription.past_due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Posted to the callback URL of the document for subscription.past_due */
        post: operations["callback_subscription_past_due"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "subscription.period_skipped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Posted to the callback URL of the document for subscription.period_skipped */
        post: operations["callback_subscription_period_skipped"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "subscription.ended": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Posted to the callback URL of the document for subscription.ended */
        post: operations["callback_subscription_ended"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "charge.refunded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Posted to the callback URL of the document for charge.refunded */
        post: operations["callback_charge_refunded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "charge.refund_declined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Posted to the callback URL of the document for charge.refund_declined */
        post: operations["callback_charge_refund_declined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    ping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Posted to the callback URL of the document for ping */
        post: operations["callback_ping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        NewDocument: {
            /** @constant */
            kind: "one_shot";
            /**
             * @description What the buyer reads.
             * @example Le Journal
             */
            name: string;
            /**
             * Format: uri
             * @example https://shop.example/internetplus
             */
            site_url: string;
            /**
             * @default fr
             * @example fr
             * @enum {string}
             */
            locale?: "fr" | "en";
            /** @description Where every transaction is told, by the Standard Webhooks specification. */
            callback_url?: string | null;
            /**
             * @description How it is told there: by Standard Webhooks, or for old scripts by a signed GET.
             * @enum {string}
             */
            callback_format?: "standard_webhooks" | "legacy_get";
            /**
             * @description Euro cents, VAT included.
             * @example 300
             */
            price: number;
            /**
             * @description May be left out.
             * @constant
             */
            currency?: "EUR";
            /**
             * @description The most codes that one purchase may have.
             * @example 10
             */
            max_codes: number;
        } | {
            /** @constant */
            kind: "rebilling";
            /**
             * @description What the buyer reads.
             * @example Le Journal
             */
            name: string;
            /**
             * Format: uri
             * @example https://shop.example/internetplus
             */
            site_url: string;
            /**
             * @default fr
             * @example fr
             * @enum {string}
             */
            locale?: "fr" | "en";
            /** @description Where every transaction is told, by the Standard Webhooks specification. */
            callback_url?: string | null;
            /**
             * @description How it is told there: by Standard Webhooks, or for old scripts by a signed GET.
             * @enum {string}
             */
            callback_format?: "standard_webhooks" | "legacy_get";
            /**
             * @description May be left out.
             * @constant
             */
            currency?: "EUR";
            offers: {
                /**
                 * @example month
                 * @enum {string}
                 */
                period: "week" | "month" | "quarter";
                /**
                 * @description Euro cents, VAT included.
                 * @example 300
                 */
                price: number;
                /**
                 * @description May be left out.
                 * @constant
                 */
                currency?: "EUR";
            }[];
        };
        DocumentChange: {
            /**
             * @description What the buyer reads.
             * @example Le Journal
             */
            name?: string;
            /**
             * Format: uri
             * @example https://shop.example/internetplus
             */
            site_url?: string;
            /**
             * @example fr
             * @enum {string}
             */
            locale?: "fr" | "en";
            /** @description Where every transaction is told, by the Standard Webhooks specification. */
            callback_url?: string | null;
            /**
             * @description How it is told there: by Standard Webhooks, or for old scripts by a signed GET.
             * @enum {string}
             */
            callback_format?: "standard_webhooks" | "legacy_get";
            /**
             * @description Euro cents, VAT included.
             * @example 300
             */
            price?: number;
            /**
             * @description May be left out.
             * @constant
             */
            currency?: "EUR";
            /**
             * @description The most codes that one purchase may have.
             * @example 10
             */
            max_codes?: number;
            offers?: {
                /**
                 * @example month
                 * @enum {string}
                 */
                period: "week" | "month" | "quarter";
                /**
                 * @description Euro cents, VAT included.
                 * @example 300
                 */
                price: number;
                /**
                 * @description May be left out.
                 * @constant
                 */
                currency?: "EUR";
            }[];
        };
        NewCheckout: {
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            quantity?: number | null;
            offer?: string | null;
            email?: string | null;
            client_reference?: string | null;
            return_url?: string | null;
            /**
             * @example fr
             * @enum {string}
             */
            locale?: "fr" | "en";
            test_clock?: string | null;
        };
        NewPurchase: {
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            /**
             * @description How many codes.
             * @example 2
             */
            quantity: number;
            /**
             * @description May be left out.
             * @constant
             */
            currency?: "EUR";
            /**
             * Format: email
             * @description Where codes and the unsubscribe link are sent. Kept encrypted.
             * @example buyer@example.com
             */
            email: string;
            /**
             * @example orange
             * @enum {string}
             */
            isp: "alice" | "free" | "orange" | "sfr";
            /**
             * @description What the ISP's hosted page gave back after the buyer accepted.
             * @example tok_9f2c
             */
            subscriber_token: string;
            client_reference?: string | null;
            /**
             * @example fr
             * @enum {string}
             */
            locale?: "fr" | "en";
        };
        NewSubscription: {
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            /**
             * @description An offer's id, or its period where the document has one offer of that period.
             * @example month
             */
            offer: string;
            /**
             * @description May be left out.
             * @constant
             */
            currency?: "EUR";
            /**
             * Format: email
             * @description Where codes and the unsubscribe link are sent. Kept encrypted.
             * @example buyer@example.com
             */
            email: string;
            /**
             * @example orange
             * @enum {string}
             */
            isp: "alice" | "free" | "orange" | "sfr";
            /**
             * @description What the ISP's hosted page gave back after the buyer accepted.
             * @example tok_9f2c
             */
            subscriber_token: string;
            client_reference?: string | null;
            test_clock?: string | null;
            /**
             * @example fr
             * @enum {string}
             */
            locale?: "fr" | "en";
        };
        CodeQuestion: {
            /**
             * @description As the buyer typed it: case and separators do not matter.
             * @example K7QX-2M9T-WB4H-81RC
             */
            code: string;
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
        };
        NewRefund: {
            /**
             * @description Euro cents. Without it, all that remains of the charge.
             * @example 300
             */
            amount?: number;
            /**
             * @description May be left out.
             * @constant
             */
            currency?: "EUR";
            /**
             * @description Why, in your words; the ISP and the dossier show it.
             * @example service not delivered
             */
            reason: string;
        };
        NewPayout: {
            /**
             * @description A calendar month in Europe/Paris.
             * @example 2026-11
             */
            month: string;
        };
        Redelivery: {
            /**
             * @description Only what belongs to this purchase.
             * @example pur_01jd4x8k2v9qzr7m5t3wc6bhna
             */
            purchase?: string;
            /**
             * @description Only what belongs to this subscription.
             * @example sub_01jd4x8k2v9qzr7m5t3wc6bhna
             */
            subscription?: string;
            /**
             * @description Only of this document.
             * @example doc_01jd4x8k2v9qzr7m5t3wc6bhna
             */
            document?: string;
            /**
             * @description Only events of this type.
             * @enum {string}
             */
            type?: "purchase.completed" | "purchase.declined" | "subscription.activated" | "subscription.renewed" | "subscription.past_due" | "subscription.period_skipped" | "subscription.ended" | "charge.refunded" | "charge.refund_declined";
            /**
             * Format: date-time
             * @description Only what was written down at this instant or later; a list is then ordered by `created_at`.
             * @example 2027-01-31T10:00:00Z
             */
            created_from?: string;
            /**
             * Format: date-time
             * @description Only what was written down before this instant.
             * @example 2027-01-31T10:00:00Z
             */
            created_to?: string;
            /**
             * @description Only events with this status; without it all that were never delivered, `failed` and `disabled`.
             * @enum {string}
             */
            delivery_status?: "failed" | "disabled" | "delivered";
            /**
             * @description The most events that are queued, the oldest first.
             * @default 10000
             * @example 1000
             */
            limit?: number;
        };
        NewTestClock: {
            /**
             * Format: date-time
             * @example 2027-01-31T10:00:00Z
             */
            now: string;
        };
        Advance: {
            /**
             * Format: date-time
             * @example 2027-01-31T10:00:00Z
             */
            to: string;
        };
        /** @description What is posted to the callback URL. */
        Callback: {
            /** @enum {string} */
            type: "purchase.completed" | "purchase.declined" | "subscription.activated" | "subscription.renewed" | "subscription.past_due" | "subscription.period_skipped" | "subscription.ended" | "charge.refunded" | "charge.refund_declined";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            timestamp: string;
            data: components["schemas"]["EventData"];
        };
        /** @description Ids, amounts and your own reference; nothing about the buyer. */
        EventData: {
            /**
             * @description What the buyer reads on the ISP's invoice.
             * @example 7M5T3WC6BHNA
             */
            reference: string;
            /**
             * @description Euro cents, VAT included.
             * @example 300
             */
            amount: number;
            /** @constant */
            currency: "EUR";
            /** @example orange */
            isp: string;
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            client_reference: string | null;
            /** @example pur_01jd4x8k2v9qzr7m5t3wc6bhna */
            purchase?: string;
            /** @example sub_01jd4x8k2v9qzr7m5t3wc6bhna */
            subscription?: string;
            /** @example chg_01jd4x8k2v9qzr7m5t3wc6bhna */
            charge?: string;
            /** @example ref_01jd4x8k2v9qzr7m5t3wc6bhna */
            refund?: string;
            /** @description Of a refund: all that has been given back of the charge so far. */
            refunded_total?: number;
            /** @description Order among the events of one subscription, from 1 without gaps. */
            sequence?: number;
            /** @description Which try of the period was refused. */
            attempt?: number;
            /** @description Tries that are left, the next one included: 1 where it is the last. */
            attempts_left?: number;
            period?: components["schemas"]["PeriodBounds"];
            decline?: {
                reason: string;
            };
            skipped?: {
                /** @enum {string} */
                reason: "waived" | "not_charged";
            };
            next_charge_at?: string | null;
            valid_until?: string | null;
            end_reason?: string;
            end_source?: string | null;
        };
        /** @description One paid period, counted in Europe/Paris; `end` is where the next begins. */
        PeriodBounds: {
            index: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            start: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            end: string;
        };
        /** @description Sent when a callback URL is set or checked by hand; nothing has happened. */
        Ping: {
            /** @constant */
            type: "ping";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            timestamp: string;
            data: {
                /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
                document: string;
            };
        };
        /** @description What a merchant sells: codes (one_shot) or subscriptions (rebilling). */
        Document: {
            /** @constant */
            kind: "one_shot";
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            name: string;
            site_url: string;
            /**
             * @example fr
             * @enum {string}
             */
            locale: "fr" | "en";
            callback_url: string | null;
            /** @enum {string} */
            callback_format: "standard_webhooks" | "legacy_get";
            /**
             * @description `failing`: so many deliveries in a row failed that one at a time is tried. `disabled`: none is, until they are enabled.
             * @example active
             * @enum {string}
             */
            callback_status: "none" | "active" | "failing" | "disabled";
            /**
             * @description Since when no delivery has succeeded.
             * @example null
             */
            callback_failing_since: string | null;
            /** @example null */
            callback_disabled_at: string | null;
            /**
             * @description `gone`: a 410; `failing`: nothing but failures for long.
             * @example null
             */
            callback_disabled_reason: ("gone" | "failing") | null;
            callback_check: components["schemas"]["CallbackCheck"] | null;
            /** @constant */
            currency: "EUR";
            /**
             * @description The number of its newest version: each change makes one.
             * @example 1
             */
            version: number;
            /**
             * @description Since when nothing new is sold under it.
             * @example null
             */
            archived_at: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            updated_at: string;
            /**
             * @description Euro cents, VAT included.
             * @example 300
             */
            price: number;
            max_codes: number;
        } | {
            /** @constant */
            kind: "rebilling";
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            name: string;
            site_url: string;
            /**
             * @example fr
             * @enum {string}
             */
            locale: "fr" | "en";
            callback_url: string | null;
            /** @enum {string} */
            callback_format: "standard_webhooks" | "legacy_get";
            /**
             * @description `failing`: so many deliveries in a row failed that one at a time is tried. `disabled`: none is, until they are enabled.
             * @example active
             * @enum {string}
             */
            callback_status: "none" | "active" | "failing" | "disabled";
            /**
             * @description Since when no delivery has succeeded.
             * @example null
             */
            callback_failing_since: string | null;
            /** @example null */
            callback_disabled_at: string | null;
            /**
             * @description `gone`: a 410; `failing`: nothing but failures for long.
             * @example null
             */
            callback_disabled_reason: ("gone" | "failing") | null;
            callback_check: components["schemas"]["CallbackCheck"] | null;
            /** @constant */
            currency: "EUR";
            /**
             * @description The number of its newest version: each change makes one.
             * @example 1
             */
            version: number;
            /**
             * @description Since when nothing new is sold under it.
             * @example null
             */
            archived_at: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            updated_at: string;
            offers: {
                /** @example off_01jd4x8k2v9qzr7m5t3wc6bhna */
                id: string;
                /**
                 * @example month
                 * @enum {string}
                 */
                period: "week" | "month" | "quarter";
                /**
                 * @description Euro cents, VAT included.
                 * @example 300
                 */
                price: number;
            }[];
        };
        /** @description What the last signed ping came to. It is sent when the URL or the format is set, and by hand. */
        CallbackCheck: {
            url: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            checked_at: string;
            /**
             * @description Whether the answer was 2xx.
             * @example true
             */
            ok: boolean;
            latency_ms: number;
            response_status: number | null;
            /** @description The first kilobyte of the answer. */
            response_head: string | null;
            error: string | null;
        };
        /** @description RFC 9457. */
        Problem: {
            /**
             * Format: uri-reference
             * @example /docs/problems/validation_failed
             */
            type: string;
            /** @example Request not valid */
            title: string;
            /** @example 422 */
            status: number;
            detail: string;
            /**
             * @description Stable: decide by this.
             * @example validation_failed
             */
            code: string;
            errors?: {
                /** @example /offers/0/price */
                pointer: string;
                message: string;
            }[];
        };
        DocumentList: {
            data: components["schemas"]["Document"][];
            has_more: boolean;
        };
        DocumentVersionList: {
            data: components["schemas"]["DocumentVersion"][];
            has_more: boolean;
        };
        /** @description A document as it was from one change to the next. Never changes. */
        DocumentVersion: {
            /** @constant */
            kind: "one_shot";
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            /**
             * @description Counted from 1.
             * @example 2
             */
            version: number;
            name: string;
            site_url: string;
            /**
             * @example fr
             * @enum {string}
             */
            locale: "fr" | "en";
            callback_url: string | null;
            /** @constant */
            currency: "EUR";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
            /**
             * @description Euro cents, VAT included.
             * @example 300
             */
            price: number;
            max_codes: number;
        } | {
            /** @constant */
            kind: "rebilling";
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            /**
             * @description Counted from 1.
             * @example 2
             */
            version: number;
            name: string;
            site_url: string;
            /**
             * @example fr
             * @enum {string}
             */
            locale: "fr" | "en";
            callback_url: string | null;
            /** @constant */
            currency: "EUR";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
            offers: {
                /** @example off_01jd4x8k2v9qzr7m5t3wc6bhna */
                id: string;
                /**
                 * @example month
                 * @enum {string}
                 */
                period: "week" | "month" | "quarter";
                /**
                 * @description Euro cents, VAT included.
                 * @example 300
                 */
                price: number;
            }[];
        };
        /** @description One visit of a buyer to the popup. */
        Checkout: {
            /** @example chk_01jd4x8k2v9qzr7m5t3wc6bhna */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /**
             * @description The buyer's popup page.
             * @example https://pay.example/checkout/chk_…
             */
            url: string;
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            /** @enum {string} */
            status: "open" | "completed" | "expired";
            /** @example pur_01jd4x8k2v9qzr7m5t3wc6bhna */
            purchase?: string;
            /** @example sub_01jd4x8k2v9qzr7m5t3wc6bhna */
            subscription?: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
        };
        /** @description A one-shot purchase of codes. */
        Purchase: {
            /** @example pur_01jd4x8k2v9qzr7m5t3wc6bhna */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /** @enum {string} */
            status: "processing" | "completed" | "declined" | "in_doubt";
            /**
             * @description What the buyer reads on the ISP's invoice.
             * @example 7M5T3WC6BHNA
             */
            reference: string;
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            /**
             * @description The version of the document that it was sold under; null for what was sold before versions were kept.
             * @example 1
             */
            document_version: number | null;
            quantity: number;
            /**
             * @description Euro cents, VAT included.
             * @example 300
             */
            amount: number;
            /** @constant */
            currency: "EUR";
            /**
             * @example orange
             * @enum {string}
             */
            isp: "alice" | "free" | "orange" | "sfr";
            client_reference: string | null;
            codes: {
                /** @example K7QX-2M9T-WB4H-81RC */
                code: string;
                /** @enum {string} */
                status: "unused" | "used";
            }[];
            decline?: components["schemas"]["Decline"];
            charge: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
            completed_at: string | null;
        };
        /** @description Why the ISP refused. */
        Decline: {
            /** @enum {string} */
            reason: "insufficient_ceiling" | "line_suspended" | "line_closed" | "purchases_blocked" | "mandate_revoked" | "token_rejected" | "monthly_cap_reached" | "not_charged" | "expired" | "unknown";
        };
        PurchaseList: {
            data: components["schemas"]["Purchase"][];
            has_more: boolean;
        };
        /** @description One code that works as long as a paid period runs. */
        Subscription: {
            /** @example sub_01jd4x8k2v9qzr7m5t3wc6bhna */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /** @enum {string} */
            status: "pending" | "active" | "past_due" | "in_doubt" | "ended";
            /**
             * @description What the buyer reads on the ISP's invoice.
             * @example 7M5T3WC6BHNA
             */
            reference: string;
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            /**
             * @description The version of the document that it was sold under; null for what was sold before versions were kept.
             * @example 1
             */
            document_version: number | null;
            /** @example off_01jd4x8k2v9qzr7m5t3wc6bhna */
            offer: string;
            /**
             * @example month
             * @enum {string}
             */
            period: "week" | "month" | "quarter";
            /**
             * @description Euro cents, VAT included.
             * @example 300
             */
            price: number;
            /** @constant */
            currency: "EUR";
            /**
             * @example orange
             * @enum {string}
             */
            isp: "alice" | "free" | "orange" | "sfr";
            client_reference: string | null;
            test_clock: string | null;
            /**
             * @description The same for life; null before the first charge.
             * @example K7QX-2M9T-WB4H-81RC
             */
            code: string | null;
            current_period: components["schemas"]["PeriodBoundsOutput"] | null;
            next_charge_at: string | null;
            /** Format: uri */
            unsubscribe_url: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            ended_at?: string;
            /** @enum {string} */
            end_reason?: "unsubscribed" | "mandate_revoked" | "declined" | "dunning_exhausted" | "not_charged" | "expired";
            /** @enum {string} */
            end_source?: "email_link" | "one_click" | "isp" | "merchant" | "ops";
            decline?: components["schemas"]["Decline"];
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
        };
        SubscriptionList: {
            data: components["schemas"]["Subscription"][];
            has_more: boolean;
        };
        /** @description What a dispute about a subscription needs; nothing tells who the buyer is. */
        Dossier: {
            /** @example sub_01jd4x8k2v9qzr7m5t3wc6bhna */
            subscription: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /**
             * @description What the buyer reads on the ISP's invoice.
             * @example 7M5T3WC6BHNA
             */
            reference: string;
            /** @enum {string} */
            status: "pending" | "active" | "past_due" | "in_doubt" | "ended";
            /**
             * @example orange
             * @enum {string}
             */
            isp: "alice" | "free" | "orange" | "sfr";
            test_clock: string | null;
            /**
             * Format: date-time
             * @description All periods are counted from here.
             * @example 2027-01-31T10:00:00.000Z
             */
            anchor_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
            /** @description As it was sold. Names and ceiling are null for what was sold before they were kept. */
            offer: {
                /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
                document: string;
                /** @description The document as it was when this was sold. */
                document_at_sale: components["schemas"]["DocumentVersion"] | null;
                document_name: string | null;
                merchant_name: string | null;
                site_url: string | null;
                /** @example off_01jd4x8k2v9qzr7m5t3wc6bhna */
                offer: string;
                /**
                 * @example month
                 * @enum {string}
                 */
                period: "week" | "month" | "quarter";
                /**
                 * @description Euro cents, VAT included.
                 * @example 300
                 */
                price: number;
                /** @constant */
                currency: "EUR";
                /** @description The most that an offer of this period could cost on the day of the sale. */
                ceiling: number | null;
            };
            consent: {
                /**
                 * @description `checkout`: our popup. `api`: your server brought us the token of the ISP; what the buyer read before that is yours to show.
                 * @enum {string}
                 */
                channel: "checkout" | "api";
                checkout: string | null;
                text: {
                    /**
                     * @example fr
                     * @enum {string}
                     */
                    language: "fr" | "en";
                    /** @description SHA-256 of language, line feed and body, in hexadecimal. */
                    version: string;
                    /** @description The sentences on the page about the chosen offer, one a line. */
                    body: string;
                } | null;
                /** @description When the form was last sent to the browser before it was confirmed. */
                shown_at: string | null;
                /** @description When the form came back, confirmed. */
                accepted_at: string | null;
                isp_page: {
                    merchant_name: string;
                    /** @example Le Journal, 1 month */
                    description: string;
                    /**
                     * @description Euro cents, VAT included.
                     * @example 300
                     */
                    amount: number;
                    /** @constant */
                    currency: "EUR";
                    /**
                     * @example month
                     * @enum {string}
                     */
                    period: "week" | "month" | "quarter";
                    /**
                     * @example fr
                     * @enum {string}
                     */
                    language: "fr" | "en";
                } | null;
                /**
                 * Format: date-time
                 * @description When the token that the ISP gives for an acceptance on its page came to us.
                 * @example 2027-01-31T10:00:00.000Z
                 */
                token_presented_at: string;
            } | null;
            mandate: {
                isp_reference: string;
                reference_code: string;
                /**
                 * @description As we asked for the mandate.
                 * @example Internet+ 7M5T3WC6BHNA
                 */
                description: string;
                /** @description When the token was exchanged for the mandate. */
                made_at: string | null;
                cancelled_at: string | null;
            } | null;
            charges: {
                /** @example chg_01jd4x8k2v9qzr7m5t3wc6bhna */
                id: string;
                /**
                 * @description What the buyer reads on the ISP's invoice.
                 * @example 7M5T3WC6BHNA
                 */
                reference: string;
                period: components["schemas"]["PeriodBoundsOutput"] | null;
                /**
                 * @description Euro cents, VAT included.
                 * @example 300
                 */
                amount: number;
                /** @constant */
                currency: "EUR";
                /** @enum {string} */
                status: "intent" | "sent" | "succeeded" | "declined" | "in_doubt" | "not_charged" | "waived" | "void";
                isp_reference: string | null;
                decline: components["schemas"]["Decline"] | null;
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 * @example 2027-01-31T10:00:00.000Z
                 */
                due_at: string;
                settled_at: string | null;
                attempts: {
                    number: number;
                    client_correlator: string;
                    outcome: string;
                    decline: components["schemas"]["Decline"] | null;
                    /**
                     * Format: date-time
                     * @description RFC 3339, UTC.
                     * @example 2027-01-31T10:00:00.000Z
                     */
                    sent_at: string;
                    finished_at: string | null;
                }[];
                refunds: {
                    /** @example ref_01jd4x8k2v9qzr7m5t3wc6bhna */
                    id: string;
                    /**
                     * @description Euro cents, VAT included.
                     * @example 300
                     */
                    amount: number;
                    /** @constant */
                    currency: "EUR";
                    /** @enum {string} */
                    status: "processing" | "succeeded" | "declined" | "in_doubt";
                    reason: string;
                    /** @description The refund's id at the ISP. */
                    isp_reference: string | null;
                    /**
                     * Format: date-time
                     * @description RFC 3339, UTC.
                     * @example 2027-01-31T10:00:00.000Z
                     */
                    created_at: string;
                    settled_at: string | null;
                }[];
            }[];
            mails: {
                id: string;
                /** @enum {string} */
                kind: "purchase_codes" | "subscription_started" | "subscription_renewed" | "subscription_past_due" | "subscription_ended" | "charge_refunded";
                /**
                 * @description What it was about.
                 * @example period-3-attempt-1
                 */
                occasion: string;
                /**
                 * @example fr
                 * @enum {string}
                 */
                language: "fr" | "en";
                /**
                 * Format: date-time
                 * @description When that happened, and the mail was queued.
                 * @example 2027-01-31T10:00:00.000Z
                 */
                occurred_at: string;
                /** @enum {string} */
                status: "queued" | "sent" | "failed";
                sent_at: string | null;
            }[];
            /** @description What your callback URL was told. */
            notices: {
                /** @example evt_01jd4x8k2v9qzr7m5t3wc6bhna */
                id: string;
                sequence: number | null;
                /** @enum {string} */
                type: "purchase.completed" | "purchase.declined" | "subscription.activated" | "subscription.renewed" | "subscription.past_due" | "subscription.period_skipped" | "subscription.ended" | "charge.refunded" | "charge.refund_declined";
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 * @example 2027-01-31T10:00:00.000Z
                 */
                occurred_at: string;
                /** @enum {string} */
                delivery_status: "none" | "pending" | "retrying" | "delivered" | "failed" | "disabled";
                delivered_at: string | null;
                deliveries: {
                    /**
                     * Format: date-time
                     * @description RFC 3339, UTC.
                     * @example 2027-01-31T10:00:00.000Z
                     */
                    attempted_at: string;
                    response_status: number | null;
                }[];
            }[];
            end: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 * @example 2027-01-31T10:00:00.000Z
                 */
                ended_at: string;
                /** @enum {string} */
                reason: "unsubscribed" | "mandate_revoked" | "declined" | "dunning_exhausted" | "not_charged" | "expired";
                source: ("email_link" | "one_click" | "isp" | "merchant" | "ops") | null;
                mandate_cancelled_at: string | null;
                /** @description Until when the code worked; null where none was ever given. */
                code_valid_until: string | null;
            } | null;
            /** @description SHA-256 in hexadecimal over the canonical JSON (RFC 8785) of all other fields. */
            digest: string;
        };
        /** @description A one-shot code opens once: the first question consumes it. */
        CodeValidation: {
            /** @constant */
            valid: true;
            /** @constant */
            kind: "one_shot";
            /** @example pur_01jd4x8k2v9qzr7m5t3wc6bhna */
            purchase: string;
        } | {
            /** @constant */
            valid: true;
            /** @constant */
            kind: "subscription";
            /** @example sub_01jd4x8k2v9qzr7m5t3wc6bhna */
            subscription: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            valid_until?: string;
        } | {
            /** @constant */
            valid: false;
            /** @enum {string} */
            reason: "unknown" | "used" | "expired" | "ended";
        };
        ChargeList: {
            data: components["schemas"]["Charge"][];
            has_more: boolean;
        };
        /** @description One transaction at an ISP. */
        Charge: {
            /** @example chg_01jd4x8k2v9qzr7m5t3wc6bhna */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /**
             * @description What the buyer reads on the ISP's invoice.
             * @example 7M5T3WC6BHNA
             */
            reference: string;
            /** @example pur_01jd4x8k2v9qzr7m5t3wc6bhna */
            purchase?: string;
            /** @example sub_01jd4x8k2v9qzr7m5t3wc6bhna */
            subscription?: string;
            period?: components["schemas"]["PeriodBoundsOutput"];
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            /**
             * @example orange
             * @enum {string}
             */
            isp: "alice" | "free" | "orange" | "sfr";
            /**
             * @description Euro cents, VAT included.
             * @example 300
             */
            amount: number;
            /** @constant */
            currency: "EUR";
            /**
             * @description Euro cents that were given back.
             * @example 0
             */
            refunded_amount: number;
            /** @enum {string} */
            status: "intent" | "sent" | "succeeded" | "declined" | "in_doubt" | "not_charged" | "waived" | "void" | "partly_refunded" | "refunded";
            /** @description The payment's id at the ISP. */
            isp_reference: string | null;
            decline?: {
                /** @enum {string} */
                reason: "insufficient_ceiling" | "line_suspended" | "line_closed" | "purchases_blocked" | "mandate_revoked" | "token_rejected" | "monthly_cap_reached" | "not_charged" | "expired" | "unknown";
                raw: string | null;
            };
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            due_at: string;
            settled_at: string | null;
            attempts: {
                number: number;
                outcome: string;
                /** @description Names this attempt at the ISP. */
                client_correlator: string;
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 * @example 2027-01-31T10:00:00.000Z
                 */
                sent_at: string;
                finished_at: string | null;
            }[];
            refunds: components["schemas"]["Refund"][];
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
        };
        /** @description Money given back of a charge. */
        Refund: {
            /** @example ref_01jd4x8k2v9qzr7m5t3wc6bhna */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /** @example chg_01jd4x8k2v9qzr7m5t3wc6bhna */
            charge: string;
            /**
             * @description Euro cents, VAT included.
             * @example 300
             */
            amount: number;
            /** @constant */
            currency: "EUR";
            /**
             * @example orange
             * @enum {string}
             */
            isp: "alice" | "free" | "orange" | "sfr";
            /** @enum {string} */
            status: "processing" | "succeeded" | "declined" | "in_doubt";
            reason: string;
            /** @description The refund's id at the ISP. */
            isp_reference: string | null;
            decline?: {
                /** @enum {string} */
                reason: "denied" | "not_eligible" | "amount_not_allowed" | "unknown";
                raw: string | null;
            };
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
            settled_at: string | null;
        };
        /** @description What we owe you. */
        Balance: {
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /** @constant */
            currency: "EUR";
            /**
             * Format: date-time
             * @description The instant that it was read at.
             * @example 2027-01-31T10:00:00.000Z
             */
            at: string;
            /**
             * @description Euro cents of your share of sales that their ISP has not settled yet, less their refunds.
             * @example 97500
             */
            pending: number;
            /**
             * @description Euro cents that are due and on no statement yet. Below zero where more was given back than sold.
             * @example 32500
             */
            available: number;
            /**
             * @description Euro cents that the last statement left: less than the minimum, or a debt below zero.
             * @example 0
             */
            carried_forward: number;
            /**
             * @description The sum of the three: all that we owe you.
             * @example 130000
             */
            total: number;
            /** @description One for each of alice, free, orange, sfr. */
            isps: {
                /**
                 * @example orange
                 * @enum {string}
                 */
                isp: "alice" | "free" | "orange" | "sfr";
                /**
                 * @description Days from a sale until its ISP has settled it.
                 * @example 45
                 */
                settlement_days: number;
                /**
                 * @description Euro cents.
                 * @example 97500
                 */
                pending: number;
                /**
                 * @description Euro cents.
                 * @example 32500
                 */
                available: number;
            }[];
        };
        PayoutList: {
            data: components["schemas"]["Payout"][];
            has_more: boolean;
        };
        /** @description A month, stated once. `carried_in` and `earned` together are `amount` and `carried_out` together. */
        Payout: {
            /** @example po_01jd4x8k2v9qzr7m5t3wc6bhna */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /**
             * @description A calendar month in Europe/Paris.
             * @example 2026-11
             */
            month: string;
            /**
             * @description Counts your statements from 1.
             * @example 7
             */
            number: number;
            /**
             * @description `carried_forward`: nothing is paid out, and what there is goes into the next statement.
             * @enum {string}
             */
            status: "paid_out" | "carried_forward";
            /**
             * @description Euro cents that are paid out.
             * @example 48325
             */
            amount: number;
            /** @constant */
            currency: "EUR";
            /**
             * @description Euro cents that the statement before left.
             * @example 0
             */
            carried_in: number;
            /**
             * @description What the lines come to.
             * @example 48325
             */
            earned: number;
            /**
             * @description Euro cents that go into the next statement; below zero for a debt.
             * @example 0
             */
            carried_out: number;
            /**
             * @description Less than this is not paid out but carried forward.
             * @example 1000
             */
            minimum: number;
            /**
             * Format: date-time
             * @description When the month was over.
             * @example 2027-01-31T10:00:00.000Z
             */
            ends_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
        };
        /** @description A month, stated once. `carried_in` and `earned` together are `amount` and `carried_out` together. */
        PayoutStatement: {
            /** @example po_01jd4x8k2v9qzr7m5t3wc6bhna */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /**
             * @description A calendar month in Europe/Paris.
             * @example 2026-11
             */
            month: string;
            /**
             * @description Counts your statements from 1.
             * @example 7
             */
            number: number;
            /**
             * @description `carried_forward`: nothing is paid out, and what there is goes into the next statement.
             * @enum {string}
             */
            status: "paid_out" | "carried_forward";
            /**
             * @description Euro cents that are paid out.
             * @example 48325
             */
            amount: number;
            /** @constant */
            currency: "EUR";
            /**
             * @description Euro cents that the statement before left.
             * @example 0
             */
            carried_in: number;
            /**
             * @description What the lines come to.
             * @example 48325
             */
            earned: number;
            /**
             * @description Euro cents that go into the next statement; below zero for a debt.
             * @example 0
             */
            carried_out: number;
            /**
             * @description Less than this is not paid out but carried forward.
             * @example 1000
             */
            minimum: number;
            /**
             * Format: date-time
             * @description When the month was over.
             * @example 2027-01-31T10:00:00.000Z
             */
            ends_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
            merchant_name: string;
            /** @description What was settled by when. */
            settlements: {
                /**
                 * @example orange
                 * @enum {string}
                 */
                isp: "alice" | "free" | "orange" | "sfr";
                /**
                 * @description Days from a sale until its ISP has settled it.
                 * @example 45
                 */
                settlement_days: number;
                /**
                 * Format: date-time
                 * @description Sales before this were settled when the month ended.
                 * @example 2027-01-31T10:00:00.000Z
                 */
                settled_before: string;
            }[];
            lines: components["schemas"]["PayoutLine"][];
            totals: components["schemas"]["PayoutParts"];
        };
        /** @description All sales, refunds or clawbacks at one price under one row of the grid. */
        PayoutLine: {
            /**
             * @description `clawbacks` are refunds of sales that an earlier statement has paid out.
             * @enum {string}
             */
            kind: "sales" | "refunds" | "clawbacks";
            /**
             * @example orange
             * @enum {string}
             */
            isp: "alice" | "free" | "orange" | "sfr";
            /** @enum {string} */
            sale_kind: "one_shot" | "rebilling";
            period: ("week" | "month" | "quarter") | null;
            /**
             * @description What each sale cost, in euro cents.
             * @example 600
             */
            price: number;
            /** @description The row of the payout grid that they were sold under: shares of the price without VAT, in basis points. */
            grid_row: {
                /** @example grd_01jd4x8k2v9qzr7m5t3wc6bhna */
                id: string;
                /** @example 6500 */
                merchant_share_bp: number;
                /** @example 1000 */
                isp_fee_bp: number;
            };
            /**
             * @description How many there were.
             * @example 1
             */
            count: number;
            /**
             * @description Euro cents that buyers paid; below zero for what they were given back.
             * @example 600
             */
            gross: number;
            /**
             * @description The VAT of 20 % inside.
             * @example 100
             */
            vat: number;
            /**
             * @description What the ISP keeps.
             * @example 50
             */
            isp_fee: number;
            /**
             * @description What the platform keeps, less the fee of the ISP.
             * @example 125
             */
            platform_share: number;
            /**
             * @description Your share by the grid. VAT, fee and both shares sum to `gross`.
             * @example 325
             */
            merchant_share: number;
        };
        /** @description What a price is made of. */
        PayoutParts: {
            /**
             * @description Euro cents that buyers paid; below zero for what they were given back.
             * @example 600
             */
            gross: number;
            /**
             * @description The VAT of 20 % inside.
             * @example 100
             */
            vat: number;
            /**
             * @description What the ISP keeps.
             * @example 50
             */
            isp_fee: number;
            /**
             * @description What the platform keeps, less the fee of the ISP.
             * @example 125
             */
            platform_share: number;
            /**
             * @description Your share by the grid. VAT, fee and both shares sum to `gross`.
             * @example 325
             */
            merchant_share: number;
        };
        PayoutItemList: {
            data: components["schemas"]["PayoutItem"][];
            has_more: boolean;
        };
        /** @description One sale or refund of a statement. */
        PayoutItem: {
            /**
             * @description Of the posting in the ledger.
             * @example pst_01jd4x8k2v9qzr7m5t3wc6bhna
             */
            id: string;
            /**
             * @description `clawbacks` are refunds of sales that an earlier statement has paid out.
             * @enum {string}
             */
            kind: "sales" | "refunds" | "clawbacks";
            /**
             * @example orange
             * @enum {string}
             */
            isp: "alice" | "free" | "orange" | "sfr";
            /** @example chg_01jd4x8k2v9qzr7m5t3wc6bhna */
            charge: string;
            refund: string | null;
            /**
             * @description What the buyer reads on the ISP's invoice.
             * @example 7M5T3WC6BHNA
             */
            reference: string;
            /** @description The payment's or the refund's id at the ISP. */
            isp_reference: string;
            /** @example grd_01jd4x8k2v9qzr7m5t3wc6bhna */
            grid_row: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            occurred_at: string;
            /**
             * @description Euro cents that buyers paid; below zero for what they were given back.
             * @example 600
             */
            gross: number;
            /**
             * @description The VAT of 20 % inside.
             * @example 100
             */
            vat: number;
            /**
             * @description What the ISP keeps.
             * @example 50
             */
            isp_fee: number;
            /**
             * @description What the platform keeps, less the fee of the ISP.
             * @example 125
             */
            platform_share: number;
            /**
             * @description Your share by the grid. VAT, fee and both shares sum to `gross`.
             * @example 325
             */
            merchant_share: number;
        };
        /** @description The days from `from` to `to`, each of them, in their order. */
        DailyReport: {
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /**
             * Format: date
             * @example 2027-01-31
             */
            from: string;
            /**
             * Format: date
             * @example 2027-01-31
             */
            to: string;
            /**
             * @example orange
             * @enum {string}
             */
            isp?: "alice" | "free" | "orange" | "sfr";
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document?: string;
            /** @constant */
            currency: "EUR";
            total: components["schemas"]["ReportFigures"];
            data: components["schemas"]["ReportDay"][];
        };
        /** @description What docs/reference/reports.md defines. */
        ReportFigures: {
            /** @description One-shot purchases, and the first charges of subscriptions. */
            sales: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description Of the sales: the first charges of subscriptions. */
            new_subscriptions: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description Later charges of subscriptions. */
            renewals: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description Of the renewals: those that a refusal came before. */
            recovered: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description What was given back. */
            refunds: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /**
             * @description Refused tries, and doubts that ended without a charge.
             * @example {
             *       "count": 0,
             *       "by_reason": []
             *     }
             */
            declines: {
                /** @example 3 */
                count: number;
                /**
                 * @description The most frequent first.
                 * @example []
                 */
                by_reason: {
                    /** @enum {string} */
                    reason: "insufficient_ceiling" | "line_suspended" | "line_closed" | "purchases_blocked" | "mandate_revoked" | "token_rejected" | "monthly_cap_reached" | "not_charged" | "expired" | "unknown";
                    /** @example 3 */
                    count: number;
                }[];
            };
            /**
             * @description Subscriptions that ended.
             * @example {
             *       "count": 0,
             *       "by_reason": [],
             *       "rate": 0
             *     }
             */
            ended: {
                /** @example 3 */
                count: number;
                /**
                 * @description The most frequent first.
                 * @example []
                 */
                by_reason: {
                    /** @enum {string} */
                    reason: "unsubscribed" | "mandate_revoked" | "declined" | "dunning_exhausted" | "not_charged" | "expired";
                    /** @example 3 */
                    count: number;
                }[];
                /**
                 * @description Of those that were active at the start, rounded to 0.0001; null where none was.
                 * @example 0.0125
                 */
                rate: number | null;
            };
            /**
             * @description At the end of the day, or of the last day.
             * @example 240
             */
            active_subscriptions: number;
        };
        /** @description One day in Paris, at all providers and at each. */
        ReportDay: {
            /**
             * Format: date
             * @description In Paris.
             * @example 2027-01-31
             */
            day: string;
            /** @description One-shot purchases, and the first charges of subscriptions. */
            sales: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description Of the sales: the first charges of subscriptions. */
            new_subscriptions: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description Later charges of subscriptions. */
            renewals: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description Of the renewals: those that a refusal came before. */
            recovered: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description What was given back. */
            refunds: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /**
             * @description Refused tries, and doubts that ended without a charge.
             * @example {
             *       "count": 0,
             *       "by_reason": []
             *     }
             */
            declines: {
                /** @example 3 */
                count: number;
                /**
                 * @description The most frequent first.
                 * @example []
                 */
                by_reason: {
                    /** @enum {string} */
                    reason: "insufficient_ceiling" | "line_suspended" | "line_closed" | "purchases_blocked" | "mandate_revoked" | "token_rejected" | "monthly_cap_reached" | "not_charged" | "expired" | "unknown";
                    /** @example 3 */
                    count: number;
                }[];
            };
            /**
             * @description Subscriptions that ended.
             * @example {
             *       "count": 0,
             *       "by_reason": [],
             *       "rate": 0
             *     }
             */
            ended: {
                /** @example 3 */
                count: number;
                /**
                 * @description The most frequent first.
                 * @example []
                 */
                by_reason: {
                    /** @enum {string} */
                    reason: "unsubscribed" | "mandate_revoked" | "declined" | "dunning_exhausted" | "not_charged" | "expired";
                    /** @example 3 */
                    count: number;
                }[];
                /**
                 * @description Of those that were active at the start, rounded to 0.0001; null where none was.
                 * @example 0.0125
                 */
                rate: number | null;
            };
            /**
             * @description At the end of the day, or of the last day.
             * @example 240
             */
            active_subscriptions: number;
            isps: components["schemas"]["ReportOfIsp"][];
        };
        ReportOfIsp: {
            /**
             * @example orange
             * @enum {string}
             */
            isp: "alice" | "free" | "orange" | "sfr";
            /** @description One-shot purchases, and the first charges of subscriptions. */
            sales: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description Of the sales: the first charges of subscriptions. */
            new_subscriptions: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description Later charges of subscriptions. */
            renewals: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description Of the renewals: those that a refusal came before. */
            recovered: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /** @description What was given back. */
            refunds: {
                /** @example 3 */
                count: number;
                /**
                 * @description Euro cents, VAT included.
                 * @example 900
                 */
                amount: number;
            };
            /**
             * @description Refused tries, and doubts that ended without a charge.
             * @example {
             *       "count": 0,
             *       "by_reason": []
             *     }
             */
            declines: {
                /** @example 3 */
                count: number;
                /**
                 * @description The most frequent first.
                 * @example []
                 */
                by_reason: {
                    /** @enum {string} */
                    reason: "insufficient_ceiling" | "line_suspended" | "line_closed" | "purchases_blocked" | "mandate_revoked" | "token_rejected" | "monthly_cap_reached" | "not_charged" | "expired" | "unknown";
                    /** @example 3 */
                    count: number;
                }[];
            };
            /**
             * @description Subscriptions that ended.
             * @example {
             *       "count": 0,
             *       "by_reason": [],
             *       "rate": 0
             *     }
             */
            ended: {
                /** @example 3 */
                count: number;
                /**
                 * @description The most frequent first.
                 * @example []
                 */
                by_reason: {
                    /** @enum {string} */
                    reason: "unsubscribed" | "mandate_revoked" | "declined" | "dunning_exhausted" | "not_charged" | "expired";
                    /** @example 3 */
                    count: number;
                }[];
                /**
                 * @description Of those that were active at the start, rounded to 0.0001; null where none was.
                 * @example 0.0125
                 */
                rate: number | null;
            };
            /**
             * @description At the end of the day, or of the last day.
             * @example 240
             */
            active_subscriptions: number;
        };
        EventList: {
            data: components["schemas"]["Event"][];
            has_more: boolean;
        };
        /** @description A callback and the attempts to deliver it. */
        Event: {
            /**
             * @description The `webhook-id` of its deliveries.
             * @example evt_01jd4x8k2v9qzr7m5t3wc6bhna
             */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /** @enum {string} */
            type: "purchase.completed" | "purchase.declined" | "subscription.activated" | "subscription.renewed" | "subscription.past_due" | "subscription.period_skipped" | "subscription.ended" | "charge.refunded" | "charge.refund_declined";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            timestamp: string;
            data: components["schemas"]["EventDataOutput"];
            callback_url: string | null;
            /** @enum {string} */
            delivery_status: "none" | "pending" | "retrying" | "delivered" | "failed" | "disabled";
            delivered_at: string | null;
            /** @description The attempts, the oldest first; in a list the last five. */
            deliveries: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 * @example 2027-01-31T10:00:00.000Z
                 */
                attempted_at: string;
                latency_ms: number;
                response_status: number | null;
                /** @description The first kilobyte of the answer. */
                response_head: string | null;
                error: string | null;
            }[];
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
        };
        Redelivered: {
            /**
             * @description How many events were queued.
             * @example 1000
             */
            count: number;
            /** @description Whether more fit than `limit`: ask again, with another Idempotency-Key. */
            has_more: boolean;
        };
        /** @description The time of the test subscriptions that hang on it. */
        TestClock: {
            /** @example clk_01jd4x8k2v9qzr7m5t3wc6bhna */
            id: string;
            /**
             * @description False for everything made with a test key.
             * @example false
             */
            livemode: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            now: string;
            /** @enum {string} */
            status: "ready" | "advancing";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            created_at: string;
        };
        TestClockList: {
            data: components["schemas"]["TestClock"][];
            has_more: boolean;
        };
        /** @description One paid period, counted in Europe/Paris; `end` is where the next begins. */
        PeriodBoundsOutput: {
            index: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            start: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2027-01-31T10:00:00.000Z
             */
            end: string;
        };
        /** @description Ids, amounts and your own reference; nothing about the buyer. */
        EventDataOutput: {
            /**
             * @description What the buyer reads on the ISP's invoice.
             * @example 7M5T3WC6BHNA
             */
            reference: string;
            /**
             * @description Euro cents, VAT included.
             * @example 300
             */
            amount: number;
            /** @constant */
            currency: "EUR";
            /** @example orange */
            isp: string;
            /** @example doc_01jd4x8k2v9qzr7m5t3wc6bhna */
            document: string;
            client_reference: string | null;
            /** @example pur_01jd4x8k2v9qzr7m5t3wc6bhna */
            purchase?: string;
            /** @example sub_01jd4x8k2v9qzr7m5t3wc6bhna */
            subscription?: string;
            /** @example chg_01jd4x8k2v9qzr7m5t3wc6bhna */
            charge?: string;
            /** @example ref_01jd4x8k2v9qzr7m5t3wc6bhna */
            refund?: string;
            /** @description Of a refund: all that has been given back of the charge so far. */
            refunded_total?: number;
            /** @description Order among the events of one subscription, from 1 without gaps. */
            sequence?: number;
            /** @description Which try of the period was refused. */
            attempt?: number;
            /** @description Tries that are left, the next one included: 1 where it is the last. */
            attempts_left?: number;
            period?: components["schemas"]["PeriodBoundsOutput"];
            decline?: {
                reason: string;
            };
            skipped?: {
                /** @enum {string} */
                reason: "waived" | "not_charged";
            };
            next_charge_at?: string | null;
            valid_until?: string | null;
            end_reason?: string;
            end_source?: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listDocuments: {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The last id of the page before; what comes after it is listed. */
                after?: string;
                /** @description Only what is archived, or only what is not. */
                archived?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentList"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDocument"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rebilling_requires_premium` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `offer_price_above_ceiling`, `one_shot_price_above_ceiling`, `callback_url_not_allowed`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the object, `doc_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the object, `doc_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DocumentChange"];
            };
        };
        responses: {
            /** @description The changed document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description `malformed_json`, `malformed_request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rebilling_requires_premium` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `offer_price_above_ceiling`, `one_shot_price_above_ceiling`, `callback_url_not_allowed`, `document_kind_mismatch` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archiveDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the object, `doc_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archived document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unarchiveDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the object, `doc_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rebilling_requires_premium` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDocumentVersions: {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `version` of the last one of the page before. */
                after?: number;
            };
            header?: never;
            path: {
                /** @description The id of the object, `doc_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentVersionList"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pingDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the object, `doc_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document, with what the ping came to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `callback_url_missing`, `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableCallbacks: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the object, `doc_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCheckout: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCheckout"];
            };
        };
        responses: {
            /** @description Send the buyer to `url`. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkout"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rebilling_requires_premium` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document_unknown`, `test_clock_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document_archived`, `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `document_kind_mismatch`, `quantity_above_maximum`, `one_shot_total_above_ceiling`, `offer_unknown`, `test_clock_in_live_mode`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCheckout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the object, `chk_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The checkout, with the sale that it led to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkout"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPurchases: {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The last id of the page before; what comes after it is listed. */
                after?: string;
                /** @description Only of this document. */
                document?: string;
                /** @description Only at this provider. */
                isp?: "alice" | "free" | "orange" | "sfr";
                /** @description Only what was made at this instant or later; the list is then ordered by `created_at`. */
                created_from?: string;
                /** @description Only what was made before this instant. */
                created_to?: string;
                /** @description Only of this reference of yours. */
                client_reference?: string;
                /** @description Only what has this status. */
                status?: "processing" | "completed" | "declined" | "in_doubt";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurchaseList"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPurchase: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPurchase"];
            };
        };
        responses: {
            /** @description Over: completed, declined or in doubt. Look at `status`. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purchase"];
                };
            };
            /** @description Not final within 5 seconds: read it again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purchase"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document_archived`, `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `document_kind_mismatch`, `subscriber_token_unknown`, `subscriber_token_expired`, `subscriber_token_used`, `subscriber_token_wrong_kind`, `simulated_token_in_live_mode`, `live_token_in_test_mode`, `quantity_above_maximum`, `one_shot_total_above_ceiling`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `isp_unavailable`, `billing_unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPurchase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the object, `pur_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The purchase. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purchase"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSubscriptions: {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The last id of the page before; what comes after it is listed. */
                after?: string;
                /** @description Only of this document. */
                document?: string;
                /** @description Only at this provider. */
                isp?: "alice" | "free" | "orange" | "sfr";
                /** @description Only what was made at this instant or later; the list is then ordered by `created_at`. */
                created_from?: string;
                /** @description Only what was made before this instant. */
                created_to?: string;
                /** @description Only of this reference of yours. */
                client_reference?: string;
                /** @description Only what has this status. */
                status?: "pending" | "active" | "past_due" | "in_doubt" | "ended";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionList"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSubscription"];
            };
        };
        responses: {
            /** @description The first charge is over. Look at `status`. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description Still pending after 5 seconds: read it again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rebilling_requires_premium` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document_unknown`, `test_clock_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document_archived`, `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `document_kind_mismatch`, `subscriber_token_unknown`, `subscriber_token_expired`, `subscriber_token_used`, `subscriber_token_wrong_kind`, `simulated_token_in_live_mode`, `live_token_in_test_mode`, `offer_unknown`, `test_clock_in_live_mode`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `isp_unavailable`, `billing_unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the object, `sub_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDossier: {
        parameters: {
            query?: {
                /** @description `html` is a page to print that says the same. */
                format?: "json" | "html";
            };
            header?: never;
            path: {
                /** @description The id of the object, `sub_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dossier, as JSON or as a page to print. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                    "text/html": string;
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the object, `sub_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ended subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `billing_unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateCode: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeQuestion"];
            };
        };
        responses: {
            /** @description Whether it opens, and what was bought; or why not. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeValidation"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`, `too_many_wrong_codes` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCharges: {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The last id of the page before; what comes after it is listed. */
                after?: string;
                /** @description Only what belongs to this purchase. */
                purchase?: string;
                /** @description Only what belongs to this subscription. */
                subscription?: string;
                /** @description Only of this document. */
                document?: string;
                /** @description Only at this provider. */
                isp?: "alice" | "free" | "orange" | "sfr";
                /** @description Only what was made at this instant or later; the list is then ordered by `created_at`. */
                created_from?: string;
                /** @description Only what was made before this instant. */
                created_to?: string;
                /** @description Only what has this status. */
                status?: "intent" | "sent" | "succeeded" | "declined" | "in_doubt" | "not_charged" | "waived" | "void" | "partly_refunded" | "refunded";
                /** @description Only what the provider books at this instant or later; the list is then ordered by that instant. */
                booked_from?: string;
                /** @description Only what the provider books before this instant. */
                booked_to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChargeList"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCharge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the object, `chg_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The charge. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charge"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refundCharge: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the object, `chg_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRefund"];
            };
        };
        responses: {
            /** @description The ISP has answered. Look at `status`. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description Not final after 5 seconds: read it again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `charge_not_refundable`, `refund_above_remaining`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `billing_unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRefund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the object, `ref_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The refund. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPayouts: {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The last id of the page before; what comes after it is listed. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first, without their lines. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutList"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeTestPayout: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPayout"];
            };
        };
        responses: {
            /** @description The month was stated before, and stays as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutStatement"];
                };
            };
            /** @description The statement. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutStatement"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payout_nothing_due`, `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `payout_in_live_mode`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPayout: {
        parameters: {
            query?: {
                /** @description The form of the answer, whatever `Accept` says. `html` is a page to print. */
                format?: "json" | "csv" | "html";
                /** @description The language of the page; French where it is left out. */
                locale?: "fr" | "en";
            };
            header?: never;
            path: {
                /** @description The id of the object, `po_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statement. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutStatement"];
                    "text/csv": string;
                    "text/html": string;
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPayoutItems: {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The last id of the page before; what comes after it is listed. */
                after?: string;
            };
            header?: never;
            path: {
                /** @description The id of the object, `po_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutItemList"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDailyReport: {
        parameters: {
            query: {
                /** @description The first day, in Paris. */
                from: string;
                /** @description The last day, in Paris: at most 92 days in all. */
                to: string;
                /** @description Only this provider. */
                isp?: "alice" | "free" | "orange" | "sfr";
                /** @description Only this document. */
                document?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyReport"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The last id of the page before; what comes after it is listed. */
                after?: string;
                /** @description Only what belongs to this purchase. */
                purchase?: string;
                /** @description Only what belongs to this subscription. */
                subscription?: string;
                /** @description Only of this document. */
                document?: string;
                /** @description Only events of this type. */
                type?: "purchase.completed" | "purchase.declined" | "subscription.activated" | "subscription.renewed" | "subscription.past_due" | "subscription.period_skipped" | "subscription.ended" | "charge.refunded" | "charge.refund_declined";
                /** @description Only what was written down at this instant or later; a list is then ordered by `created_at`. */
                created_from?: string;
                /** @description Only what was written down before this instant. */
                created_to?: string;
                /** @description Only what has this status. */
                delivery_status?: "none" | "pending" | "retrying" | "delivered" | "failed" | "disabled";
                /** @description `sequence`, of one subscription: in the order in which things happened. Otherwise the newest first. */
                order?: "newest" | "sequence";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first, or in the order of `sequence`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the object, `evt_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the object, `evt_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Will be delivered again; read it to see how that went. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `callback_url_missing`, `callbacks_disabled`, `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `billing_unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Redelivery"];
            };
        };
        responses: {
            /** @description Will be delivered again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redelivered"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `callback_url_missing`, `callbacks_disabled`, `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `billing_unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTestClocks: {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The last id of the page before; what comes after it is listed. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestClockList"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `test_clock_in_live_mode` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTestClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTestClock"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestClock"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `test_clock_in_live_mode`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTestClock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the object, `clk_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The clock. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestClock"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `test_clock_in_live_mode` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    advanceTestClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of the object, `clk_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Advance"];
            };
        };
        responses: {
            /** @description The clock; `ready` once everything on the way has happened. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestClock"];
                };
            };
            /** @description `malformed_json`, `malformed_request`, `invalid_idempotency_key` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_api_key`, `invalid_api_key` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `test_clock_advancing`, `idempotency_key_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `test_clock_not_forward`, `test_clock_in_live_mode`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `billing_unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callback_purchase_completed: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every delivery. */
                "webhook-id": string;
                /** @description Seconds since 1970 of this delivery. */
                "webhook-timestamp": string;
                /** @description `v1,…`, several during a rotation of secrets. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Callback"];
            };
        };
        responses: {
            /** @description No more callbacks to this URL. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callback_purchase_declined: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every delivery. */
                "webhook-id": string;
                /** @description Seconds since 1970 of this delivery. */
                "webhook-timestamp": string;
                /** @description `v1,…`, several during a rotation of secrets. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Callback"];
            };
        };
        responses: {
            /** @description No more callbacks to this URL. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callback_subscription_activated: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every delivery. */
                "webhook-id": string;
                /** @description Seconds since 1970 of this delivery. */
                "webhook-timestamp": string;
                /** @description `v1,…`, several during a rotation of secrets. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Callback"];
            };
        };
        responses: {
            /** @description No more callbacks to this URL. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callback_subscription_renewed: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every delivery. */
                "webhook-id": string;
                /** @description Seconds since 1970 of this delivery. */
                "webhook-timestamp": string;
                /** @description `v1,…`, several during a rotation of secrets. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Callback"];
            };
        };
        responses: {
            /** @description No more callbacks to this URL. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callback_subscription_past_due: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every delivery. */
                "webhook-id": string;
                /** @description Seconds since 1970 of this delivery. */
                "webhook-timestamp": string;
                /** @description `v1,…`, several during a rotation of secrets. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Callback"];
            };
        };
        responses: {
            /** @description No more callbacks to this URL. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callback_subscription_period_skipped: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every delivery. */
                "webhook-id": string;
                /** @description Seconds since 1970 of this delivery. */
                "webhook-timestamp": string;
                /** @description `v1,…`, several during a rotation of secrets. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Callback"];
            };
        };
        responses: {
            /** @description No more callbacks to this URL. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callback_subscription_ended: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every delivery. */
                "webhook-id": string;
                /** @description Seconds since 1970 of this delivery. */
                "webhook-timestamp": string;
                /** @description `v1,…`, several during a rotation of secrets. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Callback"];
            };
        };
        responses: {
            /** @description No more callbacks to this URL. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callback_charge_refunded: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every delivery. */
                "webhook-id": string;
                /** @description Seconds since 1970 of this delivery. */
                "webhook-timestamp": string;
                /** @description `v1,…`, several during a rotation of secrets. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Callback"];
            };
        };
        responses: {
            /** @description No more callbacks to this URL. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callback_charge_refund_declined: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every delivery. */
                "webhook-id": string;
                /** @description Seconds since 1970 of this delivery. */
                "webhook-timestamp": string;
                /** @description `v1,…`, several during a rotation of secrets. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Callback"];
            };
        };
        responses: {
            /** @description No more callbacks to this URL. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    callback_ping: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same in every delivery. */
                "webhook-id": string;
                /** @description Seconds since 1970 of this delivery. */
                "webhook-timestamp": string;
                /** @description `v1,…`, several during a rotation of secrets. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ping"];
            };
        };
        responses: {
            /** @description No more callbacks to this URL. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}

/** Problems that are known today; others may be added. */
export type ProblemCode =
  | 'missing_api_key'
  | 'invalid_api_key'
  | 'isp_not_authenticated'
  | 'invalid_admin_key'
  | 'validation_failed'
  | 'malformed_json'
  | 'malformed_request'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'invalid_idempotency_key'
  | 'rate_limited'
  | 'unknown_route'
  | 'method_not_allowed'
  | 'not_ready'
  | 'internal_error'
  | 'not_found'
  | 'rebilling_requires_premium'
  | 'offer_price_above_ceiling'
  | 'one_shot_price_above_ceiling'
  | 'one_shot_total_above_ceiling'
  | 'quantity_above_maximum'
  | 'offer_unknown'
  | 'document_kind_mismatch'
  | 'document_unknown'
  | 'callback_url_not_allowed'
  | 'callback_url_missing'
  | 'callbacks_disabled'
  | 'subscriber_token_unknown'
  | 'subscriber_token_expired'
  | 'subscriber_token_used'
  | 'subscriber_token_wrong_kind'
  | 'isp_unavailable'
  | 'billing_unavailable'
  | 'charge_not_refundable'
  | 'refund_above_remaining'
  | 'payout_in_live_mode'
  | 'payout_month_not_over'
  | 'payout_nothing_due'
  | 'test_clock_unknown'
  | 'test_clock_in_live_mode'
  | 'test_clock_not_forward'
  | 'test_clock_advancing'
  | 'checkout_expired'
  | 'checkout_completed'
  | 'idempotency_key_reused'
  | 'idempotency_key_in_flight'
  | 'too_many_wrong_codes'
  | 'too_many_users'
  | 'too_many_keys'
  | 'secret_rotation_in_progress'
  | 'secret_is_the_last'
  | 'simulated_token_in_live_mode'
  | 'live_token_in_test_mode'
  | 'document_archived';
