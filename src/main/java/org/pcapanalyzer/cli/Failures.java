package org.pcapanalyzer.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Words for what an operating system refuses. */
final class Failures {
    private Failures() {}

    /** One sentence: what, where and, where there is one, the remedy. */
    static String describe(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return e.getFile() + ": permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return e.getFile() + ": no such file";
        }
        String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        String remedy = reason.contains("No space left") ? "; free space or give another folder with --out" : "";
        return e.getFile() + ": " + reason + remedy;
    }
}
