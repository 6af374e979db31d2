"""The page samples/README.md: what each sample shows and what must be concluded from it."""

_HEAD = """\
# Samples

Small captures with a known cause, made by our own laboratory ([lab/](lab/README.md)): real kernels, real faults, one
per sample. `NAME.expected.yaml` beside each `NAME.pcapng` holds the truth as the laboratory logged it, the incidents
that an analysis must report, gravest first and no others, and the findings about the capture's own quality. A side of
an incident (`clients`, `servers`) that is absent there is not compared. `NAME.journal.tsv` lists what was done on
purpose: when, where, why, and to which packet; a network that was left alone has none.

This page is written by `samples/lab/make`.

| sample | incidents | capture quality | shows |
| --- | --- | --- | --- |
"""


def table(scenarios):
    rows = []
    for scenario in scenarios:
        incidents = ", ".join(incident.rule for incident in scenario.incidents) or "none"
        quality = ", ".join(scenario.capture_quality) or "good"
        shows = " ".join(scenario.shows.split())
        rows.append(f"| [{scenario.name}]({scenario.name}.pcapng) | {incidents} | {quality} | {shows} |\n")
    return _HEAD + "".join(rows)
