"""From a notebook to a published edition: run, convert, guard, write, index."""

import sys

# With JupyterLab installed, jsonschema imports a checker of web addresses that builds 35 parsers, more than a
# second at every start; notebook schemas have no addresses to check.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
