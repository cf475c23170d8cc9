"""The store: immutable Parquet files and a catalogue that is replaced atomically.

The catalogue names the files that count; a reader opens it once and reads only those, so a writer beside it
never shows half of its rows. A write makes new files, replaces the catalogue, then removes what no longer
counts: killed at any moment it leaves the store as it was before or as it is after. The store is a cache: it
can be built again from what is kept elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from incuanalysis.errors import BadInputError, DamagedFileError, NoDataError
from incuanalysis.intake.catalogue import EMPTY, FILE, files_of, parts_of, publish_catalogue, read_catalogue, writing

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from incuanalysis.intake.parts import Part

__all__ = ["Store", "open_store"]

T = TypeVar("T")
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Store:
    """A store in a folder.

    Parameters
    ----------
    folder
        Holds ``catalogue.json``, ``parts/*.parquet`` (observations) and ``tables/*.parquet`` (side tables).

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> store = Store(Path(tempfile.mkdtemp()))
    >>> row = {
    ...     "region": "330305", "carrier": None, "indicator": "tenants", "first": 202301, "last": 202312,
    ...     "period": "2023", "basis": "stock", "series": "洞头区", "source_class": "government", "value": 10.0,
    ...     "unit": "家", "printed": "10家", "qualifier": "exact", "status": "reported", "sequence": 1,
    ...     "recorded_at": "2024-01-05", "demo": False, "file": "a.xlsx", "sheet": "表1", "cell": "B2",
    ...     "source": "洞头区上报", "source_en": "", "note": None,
    ... }  # fmt: skip
    >>> store.append(pd.DataFrame([row]), state={"journal": 1})
    1
    >>> later = {**row, "value": 12.0, "sequence": 2, "recorded_at": "2024-02-01"}
    >>> store.append(pd.DataFrame([later]), state={"journal": 2})
    1
    >>> store.select()[["value", "revision"]].values.tolist()
    [[12.0, 1.0]]
    >>> store.select(as_of="2024-01-31")["value"].tolist()
    [10.0]
    >>> store.state()
    {'journal': 2}
    """

    folder: Path

    @property
    def catalogue_file(self) -> Path:
        """The file that says which parts count."""
        return self.folder / FILE

    def exists(self) -> bool:
        """Tell whether something was built here."""
        return self.catalogue_file.is_file()

    def catalogue(self) -> dict[str, Any]:
        """Read the catalogue.

        Raises
        ------
        NoDataError
            If nothing was built here.
        DamagedFileError
            If it is not readable, or of another format.
        """
        return read_catalogue(self.folder)

    def is_whole(self) -> bool:
        """Tell whether there is a catalogue that can be read and every file that it names is there."""
        try:
            catalogue = self.catalogue()
        except (NoDataError, DamagedFileError):
            return False
        return all((self.folder / name).is_file() for name in files_of(catalogue))

    def state(self) -> dict[str, Any]:
        """Return what the writers noted in the catalogue, such as the last entry of the journal."""
        state: dict[str, Any] = self.catalogue()["state"]
        return state

    def replace(
        self,
        frame: pa.Table | pd.DataFrame,
        inputs: Mapping[str, str],
        *,
        tables: Mapping[str, pa.Table | pd.DataFrame] | None = None,
        state: Mapping[str, Any] | None = None,
    ) -> int:
        """Make these rows the store's whole content; readers see the old or the new, never a mixture.

        Parameters
        ----------
        frame
            Observations in the columns of :data:`incuanalysis.intake.schema.STORED`.
        inputs
            What they were made of: file name → sha-256.
        tables
            Side tables by name; tables not given are dropped.
        state
            A small JSON-ready mapping kept in the catalogue; without it nothing is noted.

        Returns
        -------
        int
            Number of rows stored.

        Raises
        ------
        DamagedFileError
            If the rows do not fit; the store stays as it was.
        BusyError
            If another process has been writing for a minute.
        """
        from incuanalysis.intake.parts import last_recorded, sort_rows, write_parts
        from incuanalysis.intake.schema import check_observations

        rows = sort_rows(check_observations(frame))
        with writing(self.folder):
            parts = write_parts(self.folder, rows)
            self._publish(parts, last_recorded(rows), inputs, self._write_tables(tables), dict(state or {}))
        return len(rows)

    def append(
        self,
        rows: pa.Table | pd.DataFrame | None,
        *,
        inputs: Mapping[str, str] | None = None,
        tables: Mapping[str, pa.Table | pd.DataFrame] | None = None,
        state: Mapping[str, Any] | None = None,
    ) -> int:
        """Add rows, side tables and state in one step; what is there stays.

        Only the parts that the rows belong to are written anew. A folder without a store gets one.

        Parameters
        ----------
        rows
            Observations in the columns of :data:`incuanalysis.intake.schema.STORED`; quickest as an Arrow table
            whose texts are dictionaries. ``None`` adds none.
        inputs
            What the store is made of now; by default as before.
        tables
            Side tables by name; those given replace the ones of that name, the others stay.
        state
            JSON-ready values; the keys given replace the ones of that name, the others stay.

        Returns
        -------
        int
            Number of rows added.

        Raises
        ------
        DamagedFileError
            If the rows do not fit or the store is damaged or of another format; the store stays as it was.
        BusyError
            If another process has been writing for a minute.
        """
        from incuanalysis.intake.parts import add_rows

        with writing(self.folder):
            old = self.catalogue() if self.exists() else EMPTY
            parts, date = parts_of(old), None
            if rows is not None:
                with self._blaming_damage():
                    parts, date = add_rows(self.folder, parts, rows)
            self._publish(
                parts,
                max((day for day in (old["recorded_at"], date) if day), default=None),
                old["inputs"] if inputs is None else inputs,
                {**old["tables"], **self._write_tables(tables)},
                {**old["state"], **(state or {})},
            )
        return 0 if rows is None else len(rows)

    def select(
        self,
        *,
        regions: Sequence[str] | None = None,
        indicators: Sequence[str] | None = None,
        carriers: Sequence[str] | None = None,
        within: tuple[int, int] | None = None,
        periods: Iterable[tuple[int, int]] | None = None,
        as_of: str | None = None,
        revisions: bool = False,
        several: bool = False,
    ) -> pd.DataFrame:
        """Read observations; every filter is optional.

        Parameters
        ----------
        regions, indicators, carriers
            Ids to keep.
        within
            First and last month (year × 100 + month) that a period must lie in.
        periods
            Exact (first, last) pairs to keep.
        as_of
            ISO date: read the state as it was recorded by the end of that day.
        revisions
            Also return superseded revisions; by default only the last one of each key.
        several
            Leave out units of which a sender reported one time only: nothing can be compared there.

        Returns
        -------
        DataFrame
            In the columns of :data:`incuanalysis.intake.schema.COLUMNS`, sorted by key. ``revision`` numbers the
            reports of a key 0, 1, 2, … by ``recorded_at``, then by ``sequence``.
        """
        from incuanalysis.intake.slices import Filters, read_slice

        filters = Filters(
            regions=None if regions is None else tuple(regions),
            indicators=None if indicators is None else tuple(indicators),
            carriers=None if carriers is None else tuple(carriers),
            within=within,
            periods=None if periods is None else tuple(periods),
            as_of=None if as_of is None else str(as_of),
        )
        return self._reading(
            lambda catalogue: read_slice(
                self.folder, parts_of(catalogue), filters, revisions=revisions, several=several
            )
        )

    def arrow_table(self, name: str) -> pa.Table:
        """Return a side table as an Arrow table; one without columns where there is none of that name."""
        import pyarrow as pa

        from incuanalysis.intake.parts import read_table

        def read(catalogue: dict[str, Any]) -> pa.Table:
            entry = catalogue["tables"].get(name)
            return pa.table({}) if entry is None else read_table(self.folder, entry)

        return self._reading(read) if self.exists() else pa.table({})

    def table(self, name: str) -> pd.DataFrame:
        """Return a side table as a frame; an empty one where there is none of that name."""
        from incuanalysis.intake.slices import to_frame

        return to_frame(self.arrow_table(name))

    def digest(self) -> str:
        """Return a SHA-256 over all observations in canonical order and all side tables that have rows.

        Two stores with the same content have the same digest, however it was written: in one go or in batches.
        """
        from incuanalysis.intake.sums import sum_content

        return self._reading(lambda catalogue: sum_content(self.folder, catalogue))

    def _reading(self, read: Callable[[dict[str, Any]], T]) -> T:
        """Read by the catalogue; again by the new one if a writer that ended meanwhile has removed its files."""
        failed: list[dict[str, Any]] = []
        while True:
            catalogue = self.catalogue()
            try:
                with self._blaming_damage():
                    return read(catalogue)
            except DamagedFileError:
                # A writer may also have gone back to an earlier state; only what fails twice is damaged.
                if catalogue in failed:
                    raise
                failed.append(catalogue)

    @contextmanager
    def _blaming_damage(self) -> Iterator[None]:
        import pyarrow as pa

        try:
            yield
        except (OSError, KeyError, pa.ArrowException) as error:
            raise DamagedFileError(
                f"The store in {self.folder} is damaged ({(str(error) or type(error).__name__).splitlines()[0]}). "
                "Run `incu build --force`: it makes the store anew."
            ) from None

    def _write_tables(self, tables: Mapping[str, pa.Table | pd.DataFrame] | None) -> dict[str, Any]:
        from incuanalysis.intake.parts import write_table

        for name in tables or {}:
            if not _TABLE_NAME.fullmatch(name):
                raise BadInputError(f"A side table's name has small letters, digits and _ only; found {name!r}.")
        return {name: write_table(self.folder, name, table) for name, table in (tables or {}).items()}

    def _publish(
        self,
        parts: list[Part],
        recorded_at: str | None,
        inputs: Mapping[str, str],
        tables: dict[str, Any],
        state: dict[str, Any],
    ) -> None:
        """Replace the catalogue, then remove the files that it does not name."""
        publish_catalogue(self.folder, parts, recorded_at, inputs, tables, state)


def open_store(folder: Path) -> Store:
    """Return the store in a folder.

    Raises
    ------
    BadInputError
        If the name is a file.
    """
    if folder.is_file():
        raise BadInputError(f"{folder} is a file; --store takes a folder.")
    return Store(folder)
