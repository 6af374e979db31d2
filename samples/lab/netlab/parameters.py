"""What may differ from play to play: the sample takes every default, a trial draws by its seed."""

import random


class Defaults:
    """Of the sample: nothing is drawn."""

    drawn = None

    def vary(self, name, default, between, among):
        return default

    def choose(self, name, choices):
        return choices[0]


class Drawn:
    """Of a trial. Each name has a generator of its own, so that one more parameter changes no other; a name that is
    asked for again gives the same value again."""

    def __init__(self, seed):
        self._seed = seed
        self.drawn = {}

    def vary(self, name, default, between, among):
        if name not in self.drawn:
            self.drawn[name] = self._draw(self.generator(name), between, among)
        return self.drawn[name]

    def choose(self, name, choices):
        """One of these, which may be of any kind and are not written down."""
        return self.generator(name).choice(choices)

    def generator(self, name):
        """For chance of any kind under this name."""
        return random.Random(f"{self._seed} {name}")

    @staticmethod
    def _draw(generator, between, among):
        if among is not None:
            return generator.choice(list(among))
        low, high = between
        if isinstance(low, int) and isinstance(high, int):
            return generator.randint(low, high)
        return round(generator.uniform(low, high), 4)
