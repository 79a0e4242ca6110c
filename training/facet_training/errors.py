"""Errors that the user can mend: one line, without a traceback."""


class UserError(Exception):
    """A wrong argument, a missing file, an unfit model. The message says what and where."""


class RecordError(UserError):
    """A training record is malformed. The message begins with `file:line`."""
