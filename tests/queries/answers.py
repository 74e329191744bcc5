"""Runs query files in rdflib as they stand and compares the rows with the expected answers.

usage: answers.py FIXTURE (QUERY.rq ANSWER.csv)...
"""

import csv
import sys
from itertools import zip_longest

import rdflib


def main():
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(sys.argv[1], format="trig")
    different = 0
    for query, answer in zip(sys.argv[2::2], sys.argv[3::2], strict=True):
        with open(query, encoding="utf-8") as file:
            result = dataset.query(file.read())
        rows = [[str(name) for name in result.vars]]
        rows += [[text(term) for term in row] for row in result]
        with open(answer, encoding="utf-8", newline="") as file:
            expected = list(csv.reader(file))
        for number, (row, other) in enumerate(zip_longest(rows, expected), start=1):
            if row != other:
                different += 1
                print(f"{query}, row {number}\n  rdflib:   {row}\n  expected: {other}")
    sys.exit(different > 0)


def text(term):
    return "" if term is None else str(term)


main()
