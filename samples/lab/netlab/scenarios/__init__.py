"""The scenarios, one module for each family. Importing this package enters them all, in the order of the catalogue."""

from . import path_mtu, handshake, loss, healthy  # noqa: F401
