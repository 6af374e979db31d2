"""The scenarios, one module for each family. Importing this package enters them all, in the order of the catalogue."""

from ..scenario import SCENARIOS
from . import path_mtu, link, handshake, loss, fragments, resets, closing, quality, healthy

__all__ = ["SCENARIOS", "path_mtu", "link", "handshake", "loss", "fragments", "resets", "closing", "quality", "healthy"]
