package org.pcapanalyzer.comparison;

/** How often both say the same, only tshark, only we. A value that differs counts as one of each. */
final class Tally {
    private long both;
    private long onlyTshark;
    private long onlyWe;

    void same() {
        both++;
    }

    void onlyTshark() {
        onlyTshark++;
    }

    void onlyWe() {
        onlyWe++;
    }

    void add(Tally other) {
        both += other.both;
        onlyTshark += other.onlyTshark;
        onlyWe += other.onlyWe;
    }

    long both() {
        return both;
    }

    long onlyTsharkCount() {
        return onlyTshark;
    }

    long onlyWeCount() {
        return onlyWe;
    }

    /** Of what tshark says, the part that we say too; 1 if it says nothing. */
    double share() {
        long theirs = both + onlyTshark;
        return theirs == 0 ? 1 : (double) both / theirs;
    }
}
