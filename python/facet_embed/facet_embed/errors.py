"""Errors that say what to do."""


class FacetError(Exception):
    """What this package reports; its message is for the user."""


class FolderError(FacetError):
    """A model folder that cannot be used. Names the file."""


class DeviceError(FacetError):
    """A device that is missing, or that does not compute the model's vectors."""
