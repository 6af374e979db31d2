package org.pcapanalyzer.capture;

/** A file that is no capture, or one of a format that is not read: among others in a folder it is left out. */
final class ForeignFormatException extends CaptureException {
    private static final long serialVersionUID = 1L;

    ForeignFormatException(String message) {
        super(message);
    }
}
