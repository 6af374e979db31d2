package org.pcapanalyzer.protocol.tls;

/** Text of strangers made fit for a cell of a table. */
final class PrintableText {
    private static final int MOST_CHARACTERS = 1024;

    private PrintableText() {}

    /** The text with dots for control characters, cut at {@value #MOST_CHARACTERS} characters. */
    static String of(String raw) {
        String cut = raw.length() > MOST_CHARACTERS ? raw.substring(0, MOST_CHARACTERS) : raw;
        StringBuilder out = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '.' : c);
        }
        return out.toString();
    }
}
