-- Merchants' people are told when callbacks of a document are disabled.
alter table mail drop constraint mail_kind_check;
alter table mail add constraint mail_kind_check check (kind in ('purchase_codes', 'subscription_started', 'subscription_renewed', 'subscription_past_due', 'subscription_ended', 'charge_refunded', 'console_sign_in', 'callbacks_disabled'));
