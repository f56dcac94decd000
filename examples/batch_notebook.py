# %% [markdown]
# # Which requests met the policy in force on their day?
#
# Each cell runs as it stands; the requests are invented.

# %%
import polars as pl

from coverline import batch
from coverline.batch.sample import requests

rows = requests(0, 2000, seed=1)
answers = batch.decide(rows)

# %% [markdown]
# Outcomes by payer. A row that could not be read has a problem and no outcome.

# %%
by_outcome = answers.group_by("payer", "outcome").len().sort("payer", "outcome")

# %% [markdown]
# What is asked for most often where information is missing: the list names what can still change the outcome.

# %%
asked = (
    answers.filter(pl.col("outcome") == "needs_information")
    .explode("missing")
    .group_by("payer", "missing")
    .len()
    .sort("len", descending=True)
)

# %% [markdown]
# Which criterion most often fails under one policy.

# %%
cigna = batch.decide(rows.filter(pl.col("payer") == "cigna"), criteria=True)
criteria = [name for name in cigna.columns if name.startswith("cigna-0040:")]
failing = (
    cigna.select((pl.col(criteria) == "no").sum())
    .transpose(include_header=True, header_name="criterion", column_names=["rows"])
    .sort("rows", descending=True)
)

# %% [markdown]
# A lazy frame stays lazy, and only the columns that are used are worked out.

# %%
met = (
    batch.decide(rows.lazy()).filter(pl.col("outcome") == "met").select("case", "policy", "version").collect()
)
