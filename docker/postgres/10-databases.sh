#!/bin/bash
# Run once by the postgres image, on an empty data folder: a role and its databases for us, a role and its databases for Temporal.
set -euo pipefail

psql --set ON_ERROR_STOP=1 \
  --set billing_password="$BILLING_DATABASE_PASSWORD" \
  --set temporal_password="$TEMPORAL_DATABASE_PASSWORD" \
  --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE billing LOGIN PASSWORD :'billing_password';
CREATE DATABASE billing OWNER billing;
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
SQL
