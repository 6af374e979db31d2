package org.pcapanalyzer.capture;

/** Says whether the unread bytes from some place on look like records that follow one another. */
@FunctionalInterface
interface RecordChain {
    /** Records that must follow one another where the content does not end before. */
    int RECORDS = 3;

    /**
     * @param relativeOffset from the first unread byte, within what is at hand
     * @param isRest         true if the content ends with what is at hand: then a shorter chain will do that reaches its end
     */
    boolean holdsFrom(int relativeOffset, boolean isRest);

    /** True if so many records convince, behind which the content ends: one that ends with it, or two and a cut one. */
    default boolean reachesEnd(int count, int restBytes) {
        return count > 1 || count == 1 && restBytes == 0;
    }
}
