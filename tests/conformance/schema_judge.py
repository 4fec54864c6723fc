"""Judges schemas and samples with jsonschema: see schema_agreement.py.

Usage: schema_judge.py SCHEMAS SAMPLES
"""

import json
import sys
from collections import Counter

from jsonschema import Draft202012Validator

schemas = json.load(open(sys.argv[1], encoding="utf-8"))
validators = {}
for name, schema in schemas.items():
    Draft202012Validator.check_schema(schema)
    validators[name] = Draft202012Validator(schema)

count, differences, verdicts = 0, [], Counter()
for line in open(sys.argv[2], encoding="utf-8"):
    sample = json.loads(line)
    good = validators[sample["name"]].is_valid(sample["value"])
    count += 1
    verdicts[sample["name"], good] += 1
    if good != sample["good"]:
        differences.append((sample, good))

for sample, good in differences[:20]:
    print(f"{sample['name'] or 'any event'}, {sample['kind']}: {json.dumps(sample['value'])[:1500]}")
    print(f"  package: {'good' if sample['good'] else sample['why'][:300]}\n  schema:  {'good' if good else 'refused'}")
idle = [name for name in schemas for good in (True, False) if not verdicts[name, good]]
if idle:
    print(f"no sample was accepted, or none refused, by: {idle}")
print(f"{len(schemas)} schemas, {count} samples, {len(differences)} differences")
sys.exit(1 if differences or idle else 0)
