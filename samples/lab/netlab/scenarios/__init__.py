"""The scenarios, one module for each family. Importing this package enters them all: first these families, in the order
of the catalogue, then every other module of this folder by its name."""

from importlib import import_module
from pkgutil import iter_modules

from ..scenario import SCENARIOS

_FIRST = "path_mtu link handshake loss fragments resets closing two_faults quality partial healthy controls".split()

for _family in (*_FIRST, *sorted({module.name for module in iter_modules(__path__)} - set(_FIRST))):
    import_module(f".{_family}", __name__)

__all__ = ["SCENARIOS"]
