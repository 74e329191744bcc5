#!/usr/bin/env python3
"""Has a Spark cluster read documents: spark-submit extract.py --input DOCUMENTS --output GRAPH. The README beside it says more."""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading

from pyspark.sql import SparkSession
from pyspark.sql import functions as sql

# What `zhengtu extract --json-lines` understands.
COLUMNS = ["path", "text", "content", "title", "number", "issuer", "date", "url"]


def documents(spark, source, location):
    """The documents, a row each, with those of COLUMNS that are known."""
    if source != "files":
        table = spark.table(location) if source == "table" else spark.read.format(source).load(location)
        missing = [kind for kind in (["path"], ["text", "content"]) if not set(kind) & set(table.columns)]
        if missing:
            sys.exit(f"error: there is no column {' or '.join(missing[0])}\n  in: {location}\n  do: name the columns path and text (or content)")
        # A date is told as text, bytes travel in base64.
        return table.select([table[name] if name == "content" else table[name].cast("string") for name in COLUMNS if name in table.columns])
    files = spark.read.format("binaryFile").option("recursiveFileLookup", True).load(location)
    # Both as they stand behind the name of the file system: s3a://bucket/documents is /documents.
    scheme = r"^[A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?"
    folder = re.sub(scheme, "", location).rstrip("/") + "/"
    path = sql.regexp_replace("path", scheme, "")
    below = sql.when(path.startswith(folder), sql.substring(path, len(folder) + 1, 1 << 20)).otherwise(path)
    return files.select(below.alias("path"), "content")


def extraction(command):
    """What the program makes of a partition: rows of a kind (`quads`, `failed`) and lines of it."""

    def extract(lines):
        with tempfile.TemporaryDirectory() as folder:
            report = os.path.join(folder, "report.jsonl")
            process = subprocess.Popen([*command, "--report", report, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            lost = []

            def feed():
                try:
                    with process.stdin:
                        for line in lines:
                            process.stdin.write(line.encode() + b"\n")
                except BrokenPipeError:
                    pass  # It has ended; its exit code says why.
                except BaseException as error:
                    # Less than the whole partition must not look like all of it.
                    lost.append(error)
                    process.kill()

            feeder = threading.Thread(target=feed, daemon=True)
            feeder.start()
            try:
                for block in blocks(process.stdout):
                    yield "quads", block
                code = process.wait()
                feeder.join()
            finally:
                process.kill()
            if lost:
                raise lost[0]
            if code not in (0, 1):
                raise RuntimeError(f"{command[0]} ended with {code}; the executor's standard error says why")
            with open(report, encoding="utf-8") as entries:
                for entry in entries:
                    if json.loads(entry)["status"] == "failed":
                        yield "failed", entry.rstrip("\n")

    return extract


def blocks(stream, size=1 << 20):
    """Whole lines, many at once: a row a quad would cost more than reading the documents."""
    rest = b""
    while chunk := stream.read(size):
        lines, newline, tail = (rest + chunk).rpartition(b"\n")
        if newline:
            yield lines.decode()
        rest = tail
    if rest:
        raise RuntimeError("the program's last line is not whole")


def main():
    parser = argparse.ArgumentParser(description="Has a Spark cluster read documents into N-Quads.")
    parser.add_argument("--input", required=True, help="where the documents are, as an absolute path or a URL that Spark reads, or a table's name")
    parser.add_argument("--format", default="files", help="files (a folder of documents), json, parquet, orc, csv, table or another of Spark's formats")
    parser.add_argument("--output", required=True, help="a new folder: kind=quads for the graph, kind=failed for what could not be read")
    parser.add_argument("--zhengtu", default="zhengtu", help="the program, on every machine")
    parser.add_argument("--base-iri", default="https://zhengtu.example/", help="the IRI under which all names of the graph stand")
    parser.add_argument("--partitions", type=int, help="in how many pieces the documents are read; by default eight for each core")
    parser.add_argument("--compression", default="none", help="gzip, or another that Spark has for text: N-Quads become a seventeenth of their size")
    arguments = parser.parse_args()

    session = SparkSession.builder.appName("zhengtu")
    # A task that lags is begun a second time elsewhere, and the first to end is taken. Tasks write apart until Spark lets one of each commit.
    session = session.config("spark.speculation", "true").config("spark.sql.maxConcurrentOutputFileWriters", "2")
    spark = session.getOrCreate()

    rows = documents(spark, arguments.format, arguments.input)
    # The same text comes to the same program, in the order of the paths, which writes it once, as on one machine.
    content = [name for name in ("text", "content") if name in rows.columns]
    partitions = arguments.partitions or 8 * spark.sparkContext.defaultParallelism
    rows = rows.repartition(partitions, *content).sortWithinPartitions("path")
    command = [arguments.zhengtu, "extract", "--quiet", "--json-lines", "--format", "nquads", "--threads", "1", "--base-iri", arguments.base_iri]
    results = rows.toJSON().mapPartitions(extraction(command))
    spark.createDataFrame(results, "kind string, value string").write.partitionBy("kind").text(arguments.output, compression=arguments.compression)

    written = spark.read.schema("value string, kind string").text(arguments.output)
    failed = written.filter(written.kind == "failed").count()
    spark.stop()
    if failed:
        sys.exit(f"{failed} of the documents could not be read; each is named, with the reason, in {arguments.output}/kind=failed")


if __name__ == "__main__":
    main()
