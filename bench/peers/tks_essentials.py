"""Reads each event of a file with its own class of tks-essentials, as the services do.

Usage: tks_essentials.py FILE; prints {"records": N, "seconds": S}, the seconds without the start of the interpreter.
"""

import json
import re
import sys
import time

from tksessentials import data_models

EVENT_TYPE = re.compile(rb'"event_type":\s*"(\w+)"')


def readers():
    """What reads an event, by its event_type."""
    classes = {}
    for name in data_models.__all__:
        model = getattr(data_models, name)
        if isinstance(model, type) and issubclass(model, data_models.DomainEvent):
            event_type = model.model_fields["event_type"].default
            if isinstance(event_type, str):
                classes[event_type.encode()] = model.model_validate_json
    return classes


def main():
    read = readers()
    records = 0
    with open(sys.argv[1], "rb") as lines:
        begin = time.perf_counter()
        for line in lines:
            # The class has to be known first. This is the cheapest way to know it, and good enough for sound events.
            read[EVENT_TYPE.search(line)[1]](line)
            records += 1
        seconds = time.perf_counter() - begin
    print(json.dumps({"records": records, "seconds": seconds}))


main()
