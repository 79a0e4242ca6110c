"""Tables on the terminal: measures down, models across."""

from collections.abc import Mapping


def print_table(columns: Mapping[str, Mapping[str, float]], digits: int = 1) -> None:
    """Prints every measure of any column, with a dash where a column lacks it."""
    names = list(dict.fromkeys(name for column in columns.values() for name in column))
    left = max(map(len, names))
    widths = {title: max(len(title), 7) for title in columns}
    print(" " * left + "".join(f"  {title:>{width}}" for title, width in widths.items()))
    for name in names:
        cells = (_cell(columns[title].get(name), digits).rjust(width) for title, width in widths.items())
        print(name.ljust(left) + "".join(f"  {cell}" for cell in cells))


def _cell(value: float | None, digits: int) -> str:
    return "-" if value is None or value != value else f"{value:.{digits}f}"
