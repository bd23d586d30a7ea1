"""ChromaDB names its parts in settings, as strings, where no analysis of imports finds them.

A part that is missing is noticed nowhere: the search would go on by words alone.
"""

from PyInstaller.utils.hooks import collect_data_files

hiddenimports = [
    "chromadb.api.rust",
    "chromadb.db.impl.sqlite",
    "chromadb.execution.executor.local",
    "chromadb.quota.simple_quota_enforcer",
    "chromadb.rate_limit.simple_rate_limit",
    "chromadb.segment.impl.manager.local",
    "chromadb.telemetry.product.posthog",
    "chromadb_rust_bindings",
]
datas = collect_data_files("chromadb", excludes=["**/*.ipynb", "**/*.md", "test"])
