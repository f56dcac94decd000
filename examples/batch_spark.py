"""A Spark job that answers a table of requests where its rows are.

spark-submit examples/batch_spark.py requests.parquet answers.parquet
"""

import sys

from pyspark.sql import SparkSession

from coverline import batch


def main(requests: str, answers: str) -> None:
    """Answers the requests of one Parquet table into another."""
    session = SparkSession.builder.appName("coverage policies").getOrCreate()
    rows = session.read.parquet(requests)
    decided = batch.decide(rows)
    decided.write.mode("error").parquet(answers)
    session.read.parquet(answers).groupBy("payer", "outcome").count().orderBy("payer", "outcome").show()


if __name__ == "__main__":
    main(*sys.argv[1:])
