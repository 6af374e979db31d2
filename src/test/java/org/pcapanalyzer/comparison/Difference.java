package org.pcapanalyzer.comparison;

/**
 * One thing that tshark and we say differently.
 *
 * @param subject a label, or another line of the comparison
 * @param frame   where it shows
 * @param stream  tshark's number of the stream, -1 if it has none
 * @param theirs  what tshark says; empty if nothing
 * @param ours    what we say; empty if nothing
 */
record Difference(String subject, long frame, int stream, String theirs, String ours, DifferenceClass differenceClass) {
    Difference because(DifferenceClass reason) {
        boolean isKnown = differenceClass != DifferenceClass.UNEXPLAINED;
        return isKnown ? this : new Difference(subject, frame, stream, theirs, ours, reason);
    }

    @Override
    public String toString() {
        String who =
                ours.isEmpty() ? "only tshark" : theirs.isEmpty() ? "only we" : "tshark " + theirs + ", we " + ours;
        return "frame %d, stream %d: %s: %s (%s)".formatted(frame, stream, subject, who, differenceClass);
    }
}
