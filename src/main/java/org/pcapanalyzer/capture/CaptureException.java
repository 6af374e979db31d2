package org.pcapanalyzer.capture;

import java.io.IOException;

/** A source that cannot be read as a capture at all; the message says what, where and what to do, in one line. */
public class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
