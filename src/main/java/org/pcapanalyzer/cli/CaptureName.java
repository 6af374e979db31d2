package org.pcapanalyzer.cli;

import java.nio.file.Path;
import java.util.List;
import org.pcapanalyzer.capture.CaptureFiles;

/** A short name for what is analysed. */
final class CaptureName {
    private static final String ENDINGS =
            "(?i)(?<=.)(\\.(pcap|pcapng|cap|dmp|trace|tar|tgz|tzst|txz|tbz2|zip)\\d*)?(\\.(gz|zst|lz4|xz|bz2))?$";
    private static final int SHORTEST = 3;

    private CaptureName() {}

    /**
     * The file's name without its endings; of several files what their names have in common at the begin. Without question
     * marks: no database lies below a folder with one.
     */
    static String of(List<String> captures) {
        String name = stem(captures.get(0));
        for (String other : captures.subList(1, captures.size())) {
            name = commonBegin(name, stem(other));
        }
        if (captures.size() > 1) {
            name = name.replaceFirst("[-_.0-9 ]+$", "");
        }
        return captures.size() > 1 && name.length() < SHORTEST ? "captures" : name;
    }

    private static String stem(String capture) {
        if (capture.equals(CaptureFiles.STANDARD_INPUT)) {
            return "stdin";
        }
        Path name = Path.of(capture).toAbsolutePath().normalize().getFileName();
        return name == null
                ? "captures"
                : name.toString().replaceFirst(ENDINGS, "").replace('?', '_');
    }

    private static String commonBegin(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }
}
