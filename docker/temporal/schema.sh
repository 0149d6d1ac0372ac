#!/bin/sh
# Brings Temporal's two databases to the schema of this version of the server. Safe to run again: what is there already is kept.
set -eu

versions=/etc/temporal/schema/postgresql/v12

for database in temporal temporal_visibility; do
  case "$database" in
    temporal) folder="$versions/temporal/versioned" ;;
    temporal_visibility) folder="$versions/visibility/versioned" ;;
  esac
  temporal-sql-tool --database "$database" setup-schema --version 0.0
  temporal-sql-tool --database "$database" update-schema --schema-dir "$folder"
done
