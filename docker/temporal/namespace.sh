#!/bin/sh
# Creates the namespace and the search attributes that ops filter by. Safe to run again: what is there already is kept.
set -eu

# By number: some versions of the command line tool do not resolve the names of containers.
TEMPORAL_ADDRESS="$(getent ahosts "$TEMPORAL_HOST" | awk '/STREAM/ { print $1; exit }'):7233"
export TEMPORAL_ADDRESS

attempt=1
until temporal operator cluster health; do
  [ "$attempt" -lt 30 ] || { echo 'Temporal did not become healthy' >&2; exit 1; }
  attempt=$((attempt + 1))
  sleep 2
done

temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION"

# A namespace is known to every part of the server some seconds after its creation.
attempt=1
until attributes="$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE")"; do
  [ "$attempt" -lt 30 ] || { echo 'The namespace did not appear' >&2; exit 1; }
  attempt=$((attempt + 1))
  sleep 2
done

for name in Isp Merchant BillingStatus; do
  echo "$attributes" | grep -qw "$name" ||
    temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type Keyword
done
