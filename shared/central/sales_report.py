"""What a sales import says: every line left out with its reason, how far it is, the totals."""

from collections.abc import Iterator

from shared.central.sales import SettledSale
from shared.central.sales_book import SaleFate
from shared.central.sales_csv import SaleKind, SaleRead

PROGRESS_EVERY = 5_000
"""Receipts between two lines about the progress."""


class SalesReport:
    """Counts fates and writes about them."""

    def __init__(self, *, dry_run: bool) -> None:
        self._dry_run = dry_run
        self._counts = dict.fromkeys(((kind, fate) for kind in SaleKind for fate in SaleFate), 0)
        self._points = {SaleFate.RECORDED: 0, SaleFate.CORRECTED: 0}
        self._returned_points = 0
        self._lines_out = 0
        self._seen = 0
        self.last_line = 1

    def lines_about(self, settled: SettledSale) -> Iterator[str]:
        """Write what people should see of one receipt."""
        sale = settled.sale
        self._seen += 1
        self.last_line = sale.last_line
        kind = sale.kind if isinstance(sale, SaleRead) else SaleKind.SALE
        self._counts[kind, settled.fate] += 1
        if settled.fate is SaleFate.LEFT_OUT:
            self._lines_out += sale.last_line - sale.first_line + 1
            span = (
                f"Line {sale.first_line}"
                if sale.first_line == sale.last_line
                else f"Lines {sale.first_line} to {sale.last_line}"
            )
            yield from (f"{span} left out. {sentence}" for sentence in settled.sentences)
        elif kind is SaleKind.RETURN:
            self._returned_points += settled.points
        elif settled.fate in self._points:
            self._points[settled.fate] += settled.points
        if not self._seen % PROGRESS_EVERY:
            yield f"... {self._seen} receipts, up to line {self.last_line}"

    def summary(self) -> str:
        """Write the totals."""
        sold = {fate: self._counts[SaleKind.SALE, fate] for fate in SaleFate}
        back = {fate: self._counts[SaleKind.RETURN, fate] for fate in SaleFate}
        would = "would be " if self._dry_run else ""
        out = sold[SaleFate.LEFT_OUT] + back[SaleFate.LEFT_OUT]
        there = sold[SaleFate.THERE] + back[SaleFate.THERE]
        recorded = f"{sold[SaleFate.RECORDED]} purchases {would}recorded with {self._points[SaleFate.RECORDED]} points"
        corrected = f"{sold[SaleFate.CORRECTED]} corrected by {self._points[SaleFate.CORRECTED]:+d} points"
        returned = f"{back[SaleFate.RECORDED]} returns {would}recorded with {self._returned_points} points"
        nobody = sold[SaleFate.NOBODY] + back[SaleFate.NOBODY]
        return (
            f"{recorded}; {sold[SaleFate.CONFIRMED]} confirmed; {corrected}.\n"
            f"{returned}; {back[SaleFate.CONFIRMED]} confirmed.\n"
            f"{nobody} without a member; {there} were there already; "
            f"{out} left out ({self._lines_out} lines not understood)."
        )
