"""Tab-separated tables with a heading, rows being named tuples or anything else that iterates."""


def write(path, heading, rows):
    lines = ["\t".join(heading), *("\t".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n")


def read(path):
    """The rows as dictionaries of text."""
    heading, *lines = path.read_text().splitlines()
    names = heading.split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]
