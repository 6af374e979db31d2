package org.pcapanalyzer.cli;

/** Text for a terminal: what comes from files and packets must not steer it. */
final class Text {
    private Text() {}

    /** One line without control characters and direction marks. */
    static String line(String text) {
        String shown =
                text == null ? "no reason given" : text.lines().findFirst().orElse("");
        return shown.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }
}
