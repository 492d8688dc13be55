#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""report_json.py FILE: whether a JSON report follows its schema, and its counts are those of its results."""

import collections
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "vectors"))
from schema import schema_errors  # noqa: E402

report = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
rules = json.loads((ROOT / "conformance/report/report.schema.json").read_text(encoding="utf-8"))
errors = list(schema_errors(report, rules, rules))
verdicts = collections.Counter(result["verdict"] for result in report["results"])
if +collections.Counter(report["verdicts"]) != verdicts:
    errors.append(f"verdicts are {report['verdicts']}, but the results have {dict(verdicts)}")
for result in report["results"]:
    trace = result.get("trace", [])
    if [message["exchange"] for message in trace] != sorted(message["exchange"] for message in trace):
        errors.append(f"{result['requirement']['id']}: the trace is not in order")
    if result["verdict"] in ("FAIL", "CRASHED", "HUNG") and not trace and not result["why"].startswith("unexp"):
        errors.append(f"{result['requirement']['id']}: a failure without a trace")
for error in errors:
    print(f"{sys.argv[1]}: {error}", file=sys.stderr)
sys.exit(bool(errors))
