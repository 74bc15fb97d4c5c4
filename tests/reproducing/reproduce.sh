#!/bin/sh
# Reads the examples with each Python that is given and is here, and fails where two print other bytes.
#   sh tests/reproducing/reproduce.sh python3.11 python3.12 python3.13
set -eu
cd "$(dirname "$0")/../.."
first=
for python in "$@"; do
  if ! version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null); then
    echo "$python: not here, passed over"
    continue
  fi
  place=".venv-$version"
  [ -x "$place/bin/onrecord" ] || { "$python" -m venv "$place" && "$place/bin/pip" install --quiet .; }
  digest=$("$place/bin/onrecord" read examples/wikinews.jsonl --format jsonl | "$place/bin/python" -c '
import hashlib, sys
print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
  echo "Python $version: $digest"
  if [ -n "$first" ] && [ "$first" != "$digest" ]; then
    echo "not the same bytes" >&2
    exit 1
  fi
  first=$digest
done
[ -n "$first" ] || { echo "none of these Pythons is here: $*" >&2; exit 1; }
